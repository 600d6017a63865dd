import { FNV_BASIS, fnv1a } from '../fnv1a.ts';

/** Names outside of these lengths are not filed: no word that is corrected is as near to a shorter one. */
const SHORTEST_NAME = 4;
/** Longer words are no names that somebody mistyped. */
const LONGEST_NAME = 64;

const LEFT = 1;
const RIGHT = 2;
const SIDES = [LEFT, RIGHT] as const;

/**
 * Spelling keys are 32-bit unsigned integers under which names are filed, so that the names within one or two edits of a
 * word are found by their key. A key is the hash of what is left of a name's half when one letter is deleted, or none.
 * Two edits cannot both be in the left half and both in the right half, so a name within two edits of a word has a half
 * that is within one edit of a part of the word, and then both leave something in common (Mor and Fraenkel, "A hash code
 * method for detecting and correcting spelling errors", CACM 1982). Keys also find some names that are not near.
 *
 * @returns the keys that a name is filed under, each once; its case does not matter; none for a name that is no
 *   correction, because it is too short or too long
 */
export function keysOfName(name: string): number[] {
  if (!isFiled(name)) return [];
  const folded = name.toLowerCase();
  const keys = new Set<number>();
  const middle = folded.length >> 1;
  for (const side of SIDES) {
    const [from, to] = side === LEFT ? [0, middle] : [middle, folded.length];
    for (let skip = from; skip <= to; skip++)
      keys.add(keyOf(folded, { from, to, skip: skip === to ? -1 : skip }, side, folded.length));
  }
  return [...keys];
}

/** Whether a name is filed under any key. */
export function isFiled(name: string): boolean {
  const { length } = name.toLowerCase();
  return length >= SHORTEST_NAME && length <= LONGEST_NAME;
}

/**
 * Returns the keys under which all names within `edits` (1 or 2) edits of a word are filed, each once: for every length
 * that the name may have, those of the parts of the word that may be one of its halves. A half that got a letter is found
 * by deleting it from the word, one that lost a letter by the name's own deletions, and one with another letter by both.
 */
export function keysOfWord(word: string, edits: number): number[] {
  const folded = word.toLowerCase();
  if (folded.length > LONGEST_NAME) return [];
  const keys = new Set<number>();
  for (let length = folded.length - edits; length <= folded.length + edits; length++) {
    const left = length >> 1;
    for (const side of SIDES) {
      const half = side === LEFT ? left : length - left;
      for (let size = half - 1; size <= Math.min(half + 1, folded.length); size++) {
        const [from, to] = side === LEFT ? [0, size] : [folded.length - size, folded.length];
        if (size < half) keys.add(keyOf(folded, { from, to, skip: -1 }, side, length));
        else
          for (let skip = from; skip < to; skip++) keys.add(keyOf(folded, { from, to, skip }, side, length));
      }
    }
  }
  return [...keys];
}

/** A part of a word, without one of its letters; -1: with all of them. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly skip: number;
}

function keyOf(word: string, { from, to, skip }: Part, side: number, length: number): number {
  let hash = fnv1a(fnv1a(FNV_BASIS, side), length);
  for (let at = from; at < to; at++) if (at !== skip) hash = fnv1a(hash, word.charCodeAt(at));
  return hash >>> 0;
}
