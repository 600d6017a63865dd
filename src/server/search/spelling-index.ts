import { editDistance } from './edit-distance.ts';
import { popCount } from './query-match.ts';

/** Shorter words have too many names within one edit to be corrected. */
const SHORTEST = 5;
const LONG = 8;
const MAX_EDITS = 2;
/** Longer words are no names that somebody mistyped. */
const LONGEST = 64;

/** How many candidates one query may look at, and how many of them it may compare letter by letter. */
export interface SpellingWork {
  candidates: number;
  comparisons: number;
}

/** A few milliseconds of the processor. Queries of a person do not come near it. */
export function workOfOneQuery(): SpellingWork {
  return { candidates: 15_000, comparisons: 1_500 };
}

const SIZE = 2 ** 18;
const FIRST_CAPACITY = 2 ** 12;
/** An entry is three numbers: the hash, the name, and where the next entry of its list is. */
const ENTRY = 3;
/** Marks the end of a list of entries. */
const NONE = 0;

/**
 * Names by what is left of their halves when one letter is deleted, or none. Two edits cannot both be in the left half and
 * both in the right half, so a name within two edits of a word has a half that is within one edit of a part of the word,
 * and then both leave something in common (Mor and Fraenkel, "A hash code method for detecting and correcting spelling
 * errors", CACM 1982). A look-up takes time for the candidates that share such a rest, whatever the number of names.
 *
 * A hash table with lists, in typed arrays: 60,000 names take some 15 MB.
 */
export class SpellingIndex {
  readonly #names: string[] = [];
  /** Of each name, in lower case. */
  readonly #keys: string[] = [];
  readonly #letters: number[] = [];
  readonly #known = new Set<string>();
  readonly #first = new Uint32Array(SIZE);
  #entries = new Uint32Array(ENTRY * FIRST_CAPACITY);
  #end = ENTRY;
  /** The look-up that last saw each name. */
  #seen = new Uint32Array(0);
  #lookUps = 0;

  constructor(names: Iterable<string> = []) {
    for (const name of names) this.add(name);
  }

  /** Adds a name as it is written. Of names that differ only by case, the first counts. */
  add(name: string): void {
    const key = name.toLowerCase();
    // No word that is corrected is as near to a shorter name.
    if (key.length < SHORTEST - 1 || key.length > LONGEST || this.#known.has(key)) return;
    this.#known.add(key);
    const id = this.#names.push(name) - 1;
    this.#keys.push(key);
    this.#letters.push(letterSet(key));
    const middle = key.length >> 1;
    for (const side of SIDES) {
      const [from, to] = side === LEFT ? [0, middle] : [middle, key.length];
      for (let skip = from; skip <= to; skip++)
        this.#insert(hashOf(key, { from, to, skip: skip === to ? -1 : skip }, side, key.length), id);
    }
  }

  /**
   * The name that a word is most likely meant to be: within one edit, or two for a word of eight letters or more. Of
   * several, the one with the fewest edits, then the first in the alphabet. In a shorter word, a replaced letter or an edit
   * at the beginning does not count: it makes another word more often than a typing error (`bread`, `break`, `read`).
   * @param work is reduced by what it takes; once it is used up, nothing more is found
   */
  nearest(written: string, work: SpellingWork): string | null {
    const word = written.toLowerCase();
    if (word.length < SHORTEST || word.length > LONGEST) return null;
    const isShort = word.length < LONG;
    const letters = letterSet(word);
    let best: number | null = null;
    let fewest = isShort ? 1 : MAX_EDITS;
    for (const id of this.#candidates(word, fewest, work)) {
      const key = this.#keys[id] ?? '';
      if (Math.abs(key.length - word.length) > fewest) continue;
      // One edit replaces at most one letter by another, which makes two differences.
      if (popCount(letters ^ (this.#letters[id] ?? 0)) > 2 * fewest) continue;
      if (isShort && isAnotherWord(word, key)) continue;
      if (work.comparisons <= 0) break;
      work.comparisons -= 1;
      const edits = editDistance(word, key, fewest);
      if (edits < fewest || (edits === fewest && (best === null || key < (this.#keys[best] ?? '')))) {
        best = id;
        fewest = edits;
      }
    }
    return best === null ? null : (this.#names[best] ?? null);
  }

  /** The names that have a half in common with a word but for one edit, and some others, each once. */
  *#candidates(word: string, edits: number, work: SpellingWork): Generator<number> {
    if (this.#seen.length < this.#names.length) this.#seen = new Uint32Array(2 * this.#names.length);
    this.#lookUps += 1;
    const entries = this.#entries;
    for (const hash of hashesToLookUp(word, edits)) {
      for (let at = this.#first[hash % SIZE] ?? NONE; at !== NONE; at = entries[at + 2] ?? NONE) {
        if (work.candidates <= 0) return;
        work.candidates -= 1;
        const id = entries[at + 1] ?? 0;
        if (entries[at] !== hash || this.#seen[id] === this.#lookUps) continue;
        this.#seen[id] = this.#lookUps;
        yield id;
      }
    }
  }

  #insert(hash: number, id: number): void {
    if (this.#end === this.#entries.length) {
      const larger = new Uint32Array(2 * this.#entries.length);
      larger.set(this.#entries);
      this.#entries = larger;
    }
    const slot = hash % SIZE;
    this.#entries.set([hash, id, this.#first[slot] ?? NONE], this.#end);
    this.#first[slot] = this.#end;
    this.#end += ENTRY;
  }
}

const LEFT = 1;
const RIGHT = 2;
const SIDES = [LEFT, RIGHT] as const;

/** A part of a word, without one of its letters; -1: with all of them. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly skip: number;
}

/**
 * The hashes under which names within so many edits of a word are found: for every length that the name may have, of the
 * parts of the word that may be one of its halves. A half that got a letter is found by deleting it from the word, one that
 * lost a letter by the name's own deletions, and one with another letter by both.
 */
function* hashesToLookUp(word: string, edits: number): Generator<number> {
  for (let length = word.length - edits; length <= word.length + edits; length++) {
    const left = length >> 1;
    for (const side of SIDES) {
      const half = side === LEFT ? left : length - left;
      for (let size = half - 1; size <= Math.min(half + 1, word.length); size++) {
        const [from, to] = side === LEFT ? [0, size] : [word.length - size, word.length];
        if (size < half) yield hashOf(word, { from, to, skip: -1 }, side, length);
        else for (let skip = from; skip < to; skip++) yield hashOf(word, { from, to, skip }, side, length);
      }
    }
  }
}

/** FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashOf(word: string, { from, to, skip }: Part, side: number, length: number): number {
  let hash = Math.imul(0x811c9dc5 ^ side, 0x01000193);
  hash = Math.imul(hash ^ length, 0x01000193);
  for (let at = from; at < to; at++)
    if (at !== skip) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash >>> 0;
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
