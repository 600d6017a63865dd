import type { IndexReader } from '../../shared/index/index-reader.ts';
import { identifierWords, wordsOf } from '../../shared/lexical/lexical-terms.ts';
import { withinDeadline } from '../index-access/deadline.ts';
import { readOnce } from '../index-access/snapshots.ts';
import { wordStems } from './passage-stems.ts';
import { popCount } from './query-match.ts';

/** The words that occur in an index. */
export interface KnownWords {
  /** The stem of every word of every passage. */
  readonly stems: ReadonlySet<string>;
  /** Go identifiers and their parts, from lower case to how each is written where it occurs first. */
  readonly names: ReadonlyMap<string, string>;
}

/** How long a search waits for a vocabulary that is still being read: it can do without. */
const VOCABULARY_TIMEOUT_MS = 1_500;

/** The words of a snapshot, for spelling correction. Takes a scan of the whole index, so only when first asked for. */
export class Vocabulary {
  readonly #read: () => Promise<KnownWords>;

  constructor(reader: Pick<IndexReader, 'scan'>) {
    this.#read = readOnce(() => scanWords(reader));
  }

  /**
   * A scan that takes too long for one search goes on for the next.
   * @throws OperationalError as the reader does, or `INDEX_TIMEOUT` while the scan is not finished
   */
  read(signal?: AbortSignal): Promise<KnownWords> {
    return withinDeadline(VOCABULARY_TIMEOUT_MS, () => this.#read(), signal);
  }
}

async function scanWords(reader: Pick<IndexReader, 'scan'>): Promise<KnownWords> {
  const stems = new Set<string>();
  const names = new Map<string, string>();
  for await (const { chunks } of reader.scan()) {
    for (const { title, breadcrumbs, text, identifiers } of chunks) {
      for (const stem of wordStems(`${title} ${breadcrumbs.join(' ')} ${text}`)) stems.add(stem);
      for (const identifier of identifiers.flatMap(wordsOf)) {
        for (const name of [identifier, ...identifierWords(identifier)]) {
          const key = name.toLowerCase();
          if (!names.has(key)) names.set(key, name);
          for (const stem of wordStems(name)) stems.add(stem);
        }
      }
    }
  }
  return { stems, names };
}

/** A word of a query that the docs do not have, and the name that is searched for instead. */
export interface Correction {
  readonly word: string;
  readonly name: string;
}

/** Words of a query that are checked, from its beginning. */
const MAX_WORDS = 48;

/** Finds the mistyped names in a query: words of which a part is unknown, and which a known name is close to. */
export function correctSpelling(query: string, { stems, names }: KnownWords): Correction[] {
  const unknown = new Set(
    wordsOf(query)
      .slice(0, MAX_WORDS)
      .filter((word) => !wordStems(word).every((stem) => stems.has(stem))),
  );
  return [...unknown].flatMap((word) => {
    const name = names.get(correctedName(word.toLowerCase(), names.keys()) ?? '');
    return name === undefined ? [] : [{ word, name }];
  });
}

export function applyCorrections(query: string, corrections: readonly Correction[]): string {
  return corrections.reduce((text, { word, name }) => text.replaceAll(word, name), query);
}

/** Shorter words have too many names within one edit to be corrected. */
const SHORTEST = 5;
const LONG = 8;

/**
 * The name a word is most likely meant to be: within one edit, or two for a word of eight letters or more.
 * Of several, the one with the fewest edits, then the first in the alphabet. In a shorter word, a replaced letter or an
 * edit at the beginning does not count: it makes another word more often than a typing error (`bread`, `break`, `read`).
 *
 * @param word in lower case
 * @param names in lower case, without repetition
 */
function correctedName(word: string, names: Iterable<string>): string | null {
  if (word.length < SHORTEST) return null;
  let best: string | null = null;
  let fewest = word.length < LONG ? 1 : 2;
  const letters = letterSet(word);
  for (const name of names) {
    if (Math.abs(name.length - word.length) > fewest) continue;
    if (word.length < LONG && isAnotherWord(word, name)) continue;
    // One edit replaces at most one letter by another, which makes two differences.
    if (popCount(letters ^ letterSet(name)) > 2 * fewest) continue;
    const edits = editDistance(word, name, fewest);
    if (edits < fewest || (edits === fewest && (best === null || name < best))) {
      best = name;
      fewest = edits;
    }
  }
  return best;
}

function isAnotherWord(word: string, name: string): boolean {
  return word[0] !== name[0] || (word.length === name.length && letterSet(word) !== letterSet(name));
}

/** The letters of a word, one bit each; letters whose codes are 32 apart share a bit. */
function letterSet(word: string): number {
  let set = 0;
  for (let at = 0; at < word.length; at++) set |= 1 << (word.charCodeAt(at) & 31);
  return set;
}

/**
 * Damerau-Levenshtein distance (optimal string alignment): letters inserted, deleted, replaced, or swapped with their
 * neighbour; `limit + 1` when it is above the limit.
 */
function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min((row[j - 1] ?? 0) + (same ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, (before[j - 2] ?? limit) + 1);
      next.push(edits);
    }
    if (Math.min(...next) > limit) return limit + 1;
    before = row;
    row = next;
  }
  return row[b.length] ?? limit + 1;
}
