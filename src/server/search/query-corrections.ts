import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import { passageWords } from './passage-words.ts';
import type { Correction, Vocabulary } from './vocabulary.ts';

/** The words of an index, as a search looks them up. */
export type KnownWords = Pick<Vocabulary, 'known' | 'corrections'>;

interface CorrectedSearch {
  readonly request: { readonly query: string };
  readonly snapshot: { readonly vocabulary?: KnownWords };
  readonly signal: AbortSignal | undefined;
}

/**
 * Looks the corrections of a query up. Words that are in a passage found need not be looked up. Never a reason for a search
 * to fail.
 */
export async function findCorrections(
  { request: { query }, snapshot: { vocabulary }, signal }: CorrectedSearch,
  { matches, status }: { readonly matches: readonly DocumentMatch[]; readonly status: IndexStatus },
): Promise<Correction[]> {
  if (vocabulary === undefined || status.sequence === 0) return [];
  const passages = matches.flatMap(({ chunks }) => chunks.map(({ chunk }) => chunk));
  const occurs = (stems: readonly string[]) =>
    stems.every((stem) => passages.some((passage) => passageWords(passage).all.has(stem)));
  try {
    return await vocabulary.corrections(query, occurs, signal);
  } catch {
    signal?.throwIfAborted();
    return [];
  }
}
