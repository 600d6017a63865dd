import { wordsOf } from '../../shared/lexical/words.ts';
import { wordStems } from './passage-stems.ts';
import type { KnownWords } from './vocabulary.ts';

/** A word of a query that the docs do not know, and the name it is most likely meant to be. */
export interface Correction {
  readonly word: string;
  readonly name: string;
}

/** Longer queries are looked at by their beginning. */
const MAX_WORDS = 48;

/** The mistyped names in a query. A word whose parts the docs all know is none. */
export function correctSpelling(query: string, { stems, names }: KnownWords): Correction[] {
  const unknown = new Set(
    wordsOf(query)
      .slice(0, MAX_WORDS)
      .filter((word) => !wordStems(word).every((stem) => stems.has(stem))),
  );
  return [...unknown].flatMap((word) => {
    const name = names.get(nearestName(word.toLowerCase(), names.keys()) ?? '');
    return name === undefined ? [] : [{ word, name }];
  });
}

/** The query with its mistyped names put right. */
export function corrected(query: string, corrections: readonly Correction[]): string {
  return corrections.reduce((text, { word, name }) => text.replaceAll(word, name), query);
}

/** Shorter words have too many neighbours. */
const SHORTEST = 5;
const LONG = 8;

/**
 * The name a word is most likely meant to be: one slip away, or two for a word of eight letters or more.
 * Of several, the one with the fewest slips, then the first in the alphabet. In a shorter word another letter is no
 * slip, nor is one at its beginning: they make another word more often (`bread`, `break`, `read`).
 *
 * @param word in lower case
 * @param names in lower case, without repetition
 */
function nearestName(word: string, names: Iterable<string>): string | null {
  if (word.length < SHORTEST) return null;
  let best: string | null = null;
  let fewest = word.length < LONG ? 1 : 2;
  const letters = letterSet(word);
  for (const name of names) {
    if (Math.abs(name.length - word.length) > fewest) continue;
    if (word.length < LONG && isAnotherWord(word, name)) continue;
    // A slip puts at most one letter in another's place.
    if (countBits(letters ^ letterSet(name)) > 2 * fewest) continue;
    const slips = slipsBetween(word, name, fewest);
    if (slips < fewest || (slips === fewest && (best === null || name < best))) {
      best = name;
      fewest = slips;
    }
  }
  return best;
}

function isAnotherWord(word: string, name: string): boolean {
  return word[0] !== name[0] || (word.length === name.length && letterSet(word) !== letterSet(name));
}

/** The letters of a word, one bit each; letters that are 32 apart share theirs. */
function letterSet(word: string): number {
  let set = 0;
  for (let at = 0; at < word.length; at++) set |= 1 << (word.charCodeAt(at) & 31);
  return set;
}

/** Damerau-Levenshtein distance (optimal string alignment): a letter more, less, other, or two swapped; `limit + 1` when it is above. */
function slipsBetween(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let slips = Math.min((row[j - 1] ?? 0) + (same ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        slips = Math.min(slips, (before[j - 2] ?? limit) + 1);
      next.push(slips);
    }
    if (Math.min(...next) > limit) return limit + 1;
    before = row;
    row = next;
  }
  return row[b.length] ?? limit + 1;
}

/** How many bits of a 32-bit number are set. */
export function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
