import { LRUCache } from 'lru-cache';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { DocumentMatch, IndexReader } from '../../shared/index/index-reader.ts';
import { wordsOf } from '../../shared/lexical/lexical-terms.ts';
import { keysOfWord } from '../../shared/lexical/spelling-keys.ts';
import { wordStems } from '../../shared/lexical/words.ts';
import { allowedEdits, nameCandidate, nearestName, workOfOneQuery } from './nearest-name.ts';
import { passageWords } from './query-match.ts';

/** A word of a query that the docs do not have, and the name that is searched for instead. */
export interface Correction {
  readonly word: string;
  readonly name: string;
}

/** Words of a query whose spelling is checked, those at its beginning: as many as are searched for. */
const MAX_WORDS = 48;

/** How many names near the words of one query are read: their number is bounded whatever the query and the index. */
const MAX_NAMES = 3_000;

/** How many words are remembered: some 2 MB. */
const REMEMBERED_WORDS = 10_000;

/**
 * Finds the mistyped names in queries over one snapshot: words of which a part is unknown, and which a known name is close
 * to. Asks the index only for words that have not been asked for before, for all words of a query at once.
 */
export class Vocabulary {
  readonly #reader: Pick<IndexReader, 'termCounts' | 'namesUnder'>;
  /** By word as written: the name that it is corrected to, or none. */
  readonly #checked = new LRUCache<string, { readonly name: string | null }>({ max: REMEMBERED_WORDS });

  constructor(reader: Pick<IndexReader, 'termCounts' | 'namesUnder'>) {
    this.#reader = reader;
  }

  /** The corrections of a query if all of its words have been checked, without asking the index; otherwise null. */
  known(query: string): Correction[] | null {
    const corrections: Correction[] = [];
    for (const word of checkedWords(query)) {
      const checked = this.#checked.get(word);
      if (checked === undefined) return null;
      if (checked.name !== null) corrections.push({ word, name: checked.name });
    }
    return corrections;
  }

  /**
   * The corrections of a query.
   * @param occurs whether the caller has seen all of these stems in the index; such words are not asked for
   * @throws OperationalError as the reader does
   */
  async corrections(
    query: string,
    occurs: (stems: readonly string[]) => boolean,
    signal?: AbortSignal,
  ): Promise<Correction[]> {
    const words = checkedWords(query);
    const found = new Map<string, string | null>();
    const unknown = words.flatMap((word) => {
      const checked = this.#checked.get(word);
      const stems = wordStems(word);
      if (checked === undefined && !occurs(stems)) return [{ word, stems }];
      found.set(word, checked?.name ?? null);
      return [];
    });
    const isComplete = await this.#lookUp(unknown, found, signal);
    if (isComplete) for (const [word, name] of found) this.#checked.set(word, { name });
    return words.flatMap((word) => {
      const name = found.get(word) ?? null;
      return name === null ? [] : [{ word, name }];
    });
  }

  /** @returns whether all candidates were looked at: a longer query, or one made for it, has more than it may take */
  async #lookUp(
    unknown: readonly { readonly word: string; readonly stems: readonly string[] }[],
    found: Map<string, string | null>,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    if (unknown.length === 0) return true;
    const stems = new Set(unknown.flatMap((one) => one.stems));
    const keys = new Set(unknown.flatMap(({ word }) => keysOfWord(word, allowedEdits(word.toLowerCase()))));
    const [{ counts }, { names }] = await Promise.all([
      this.#reader.termCounts([...stems], signal),
      this.#reader.namesUnder([...keys], MAX_NAMES, signal),
    ]);
    const candidates = names.map(nameCandidate);
    const work = workOfOneQuery();
    for (const { word, stems: own } of unknown) {
      const isKnown = own.every((stem) => counts.has(stem));
      found.set(word, isKnown ? null : nearestName(word, candidates, work));
    }
    return names.length < MAX_NAMES && work.comparisons > 0;
  }
}

/** The words of a query that may be corrected, each once. */
function checkedWords(query: string): string[] {
  const words = wordsOf(query).slice(0, MAX_WORDS);
  return [...new Set(words)].filter((word) => allowedEdits(word.toLowerCase()) > 0);
}

export function applyCorrections(query: string, corrections: readonly Correction[]): string {
  return corrections.reduce((text, { word, name }) => text.replaceAll(word, name), query);
}

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
