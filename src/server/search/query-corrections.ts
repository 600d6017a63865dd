import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import { wordStems } from '../../shared/lexical/stems.ts';
import { readOnce } from '../index-access/snapshots.ts';
import type { PassageStems } from './passage-stems.ts';
import { type Correction, checkedWords, correctSpelling, type Vocabulary } from './vocabulary.ts';

/** The words of an index, as a search looks them up. */
export type KnownWords = Pick<Vocabulary, 'read'> & Partial<Pick<Vocabulary, 'known'>>;

/** Names in code, the only words that are corrected, are Latin. */
const LATIN = /\p{Script=Latin}/u;

interface CorrectedSearch {
  readonly request: { readonly query: string };
  readonly snapshot: { readonly passageStems: PassageStems; readonly vocabulary?: KnownWords };
  /** The query's corrections, looked up once for all languages. */
  readonly corrections: () => Promise<Correction[]>;
}

/** Looks spelling up only where a word of the query is in none of the passages found. */
export async function findCorrections(
  { request: { query }, snapshot: { passageStems, vocabulary }, corrections }: CorrectedSearch,
  { matches, status }: { readonly matches: readonly DocumentMatch[]; readonly status: IndexStatus },
): Promise<Correction[]> {
  if (status.sequence === 0) return [];
  if (vocabulary?.known) return corrections();
  const passages = matches.flatMap(({ chunks }) => chunks.map(({ chunk }) => passageStems.of(chunk).text));
  const stems = passageStems.idsOf(
    checkedWords(query)
      .flatMap(wordStems)
      .filter((stem) => LATIN.test(stem)),
  );
  if (stems.every((stem) => passages.some((passage) => passage.has(stem)))) return [];
  return corrections();
}

/**
 * Looks the corrections of a query up when first asked for. Never a reason for a search to fail.
 * @param vocabulary absent: spelling is not corrected
 */
export function correctionsOf(
  query: string,
  vocabulary: KnownWords | undefined,
  signal: AbortSignal | undefined,
): () => Promise<Correction[]> {
  return readOnce(async () => {
    if (vocabulary === undefined) return [];
    try {
      return correctSpelling(query, await vocabulary.read(signal));
    } catch {
      signal?.throwIfAborted();
      return [];
    }
  });
}
