import { popCount } from './query-match.ts';

/** Shorter words have too many names within one edit to be corrected. */
const SHORTEST = 5;
const LONG = 8;
/** Longer words are no names that somebody mistyped. */
const LONGEST = 64;

/**
 * Returns how many edits a name may be away from a word that is corrected to it: one, or two for a word of eight letters or
 * more; 0 for a word that is too short or too long to be corrected.
 */
export function allowedEdits({ length }: string): 0 | 1 | 2 {
  if (length < SHORTEST || length > LONGEST) return 0;
  return length < LONG ? 1 : 2;
}

/** A name that a word may be corrected to, prepared for many comparisons. */
export interface NameCandidate {
  /** As written. */
  readonly name: string;
  readonly folded: string;
  readonly letters: number;
}

export function nameCandidate(name: string): NameCandidate {
  const folded = name.toLowerCase();
  return { name, folded, letters: letterSet(folded) };
}

/** How many names one query may compare letter by letter: a few milliseconds of the processor. */
export interface SpellingWork {
  comparisons: number;
}

/** Queries of a person do not come near it. */
export function workOfOneQuery(): SpellingWork {
  return { comparisons: 1_500 };
}

/**
 * Returns the name that a word is most likely meant to be: within `allowedEdits`. Of several, the one with the fewest edits,
 * then the first in the alphabet. In a short word, a replaced letter or an edit at the beginning does not count: it makes
 * another word more often than a typing error (`bread`, `break`, `read`).
 * @param work is reduced by what it takes; once it is used up, nothing more is found
 */
export function nearestName(
  written: string,
  candidates: readonly NameCandidate[],
  work: SpellingWork,
): string | null {
  const word = written.toLowerCase();
  const isShort = word.length < LONG;
  const letters = letterSet(word);
  let best: NameCandidate | null = null;
  let fewest: number = allowedEdits(word);
  if (fewest === 0) return null;
  for (const candidate of candidates) {
    const { folded } = candidate;
    if (Math.abs(folded.length - word.length) > fewest) continue;
    // One edit replaces at most one letter by another, which makes two differences.
    if (popCount(letters ^ candidate.letters) > 2 * fewest) continue;
    if (isShort && isAnotherWord(word, folded)) continue;
    if (work.comparisons <= 0) break;
    work.comparisons -= 1;
    const edits = editDistance(word, folded, fewest);
    if (edits < fewest || (edits === fewest && (best === null || isBefore(candidate, best)))) {
      best = candidate;
      fewest = edits;
    }
  }
  return best?.name ?? null;
}

/** By the alphabet; of names that differ only by case, one with capitals comes first. */
function isBefore(a: NameCandidate, b: NameCandidate): boolean {
  return a.folded < b.folded || (a.folded === b.folded && a.name < b.name);
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
 * neighbour; `limit + 1` when it is above the limit. Only cells that may be within the limit are computed, so it takes time
 * for the length of the words, not for its square.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const far = limit + 1;
  const width = b.length + 1;
  let before = new Uint8Array(width).fill(far);
  let row = new Uint8Array(width).fill(far);
  let next = new Uint8Array(width);
  for (let j = 0; j <= Math.min(limit, b.length); j++) row[j] = j;
  for (let i = 1; i <= a.length; i++) {
    next.fill(far);
    if (i <= limit) next[0] = i;
    let lowest = next[0] ?? far;
    const last = Math.min(b.length, i + limit);
    for (let j = Math.max(1, i - limit); j <= last; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min(
        (row[j - 1] ?? far) + (same ? 0 : 1),
        (row[j] ?? far) + 1,
        (next[j - 1] ?? far) + 1,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, (before[j - 2] ?? far) + 1);
      next[j] = Math.min(edits, far);
      lowest = Math.min(lowest, edits);
    }
    if (lowest >= far) return far;
    [before, row, next] = [row, next, before];
  }
  return row[b.length] ?? far;
}
