import { PART, spacedForIndex, stemOf } from '../../shared/lexical/words.ts';

/** The part of a word, or its rest, at a position. */
const PART_HERE = new RegExp(PART.source, 'uy');
const NEXT_PART = new RegExp(PART.source, 'ug');
/** A position at which a part begins: within one, the same letters are only its rest. */
const PART_BEGINS =
  /(?<!\p{Lu})\p{Lu}|\p{Lu}(?=\p{Ll})|(?<![\p{Lu}\p{Ll}])\p{Ll}|(?<!\p{N})\p{N}|(?<![\p{Lo}\p{M}])[\p{Lo}\p{M}]/uy;

/** `stemOf` takes away at most `ings`. */
const LONGEST_SUFFIX = 4;

/** `İ` is the only character that is longer in lower case, by a combining dot. */
const LOWER_DOTTED_I = 'i\u0307';

/**
 * A text in which stems are looked up, with the results of comparing them with the stems of all its parts (see
 * `indexedParts` and `stemOf`). A stem is the beginning of its part, so a part's stem is made only where the text has the
 * letters of the stem: a query has few, a text has hundreds of parts. `İ` counts as `I`.
 */
export class StemLookup {
  /** The text as it is indexed; its case separates parts. */
  readonly #written: string;
  /** The same in lower case, each character at the same place. */
  readonly #lower: string;
  /** null: the text is so short that looking through it takes no longer. */
  readonly #letters: ThreeLetters | null;

  constructor(text: string) {
    const written = spacedForIndex(text);
    const lower = written.toLowerCase();
    const isAligned = lower.length === written.length;
    this.#written = isAligned ? written : written.replaceAll('İ', 'I');
    this.#lower = isAligned ? lower : this.#written.toLowerCase();
    this.#letters = this.#lower.length < SHORT_TEXT ? null : new ThreeLetters(this.#lower);
  }

  /** Whether a part of the text has the stem. */
  has(stem: string): boolean {
    const sought = withoutDot(stem);
    return this.#letters?.mayHave(sought) !== false && this.#endOf(sought, 0) !== -1;
  }

  /** Whether two stems occur in this order next to each other, or with one part between. */
  hasNeighbours(first: string, second: string): boolean {
    const [before, after] = [withoutDot(first), withoutDot(second)];
    for (let end = this.#endOf(before, 0); end !== -1; end = this.#endOf(before, end)) {
      let at = end;
      for (let distance = 1; distance <= 2; distance++) {
        const start = this.#startOfPart(at);
        if (start === -1) break;
        at = this.#endOfPart(start);
        if (this.#lower.startsWith(after, start) && stemOf(this.#written.slice(start, at)) === after)
          return true;
      }
    }
    return false;
  }

  /** Where the first part ends that has the stem and begins at `from` or later; -1 if there is none. */
  #endOf(stem: string, from: number): number {
    let at = this.#lower.indexOf(stem, from);
    while (at !== -1) {
      const end = this.#endOfPart(at);
      if (end - at <= stem.length + LONGEST_SUFFIX && this.#beginsAt(at)) {
        if (stemOf(this.#written.slice(at, end)) === stem) return end;
      }
      // Nothing begins within a part.
      at = this.#lower.indexOf(stem, end);
    }
    return -1;
  }

  /** Where the part ends that is at a position. A word of ASCII, as most are, is read without a regular expression. */
  #endOfPart(at: number): number {
    let end = at + 1;
    while (isSmall(this.#written.charCodeAt(end))) end += 1;
    const isWord = end > at + 1 && isLetter(this.#written.charCodeAt(at));
    if (isWord && !(this.#written.charCodeAt(end) > LAST_ASCII)) return end;
    PART_HERE.lastIndex = at;
    return at + Math.max(1, PART_HERE.exec(this.#written)?.[0].length ?? 0);
  }

  /** Where the next part begins, at `from` or later; -1 after the last. */
  #startOfPart(from: number): number {
    let at = from;
    while (isBetween(this.#written.charCodeAt(at))) at += 1;
    if (isAlphanumeric(this.#written.charCodeAt(at))) return at;
    NEXT_PART.lastIndex = at;
    return NEXT_PART.exec(this.#written)?.index ?? -1;
  }

  #beginsAt(at: number): boolean {
    const before = at === 0 ? SPACE : this.#written.charCodeAt(at - 1);
    if (before === SPACE) return true;
    if (isSmall(before) && isSmall(this.#written.charCodeAt(at))) return false;
    PART_BEGINS.lastIndex = at;
    return PART_BEGINS.test(this.#written);
  }
}

const SPACE = 0x20;
const LAST_ASCII = 0x7f;
/** The bit that tells small letters of ASCII from capitals. */
const SMALL = 0x20;

function isSmall(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isLetter(code: number): boolean {
  return isSmall(code | SMALL);
}

function isAlphanumeric(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x39);
}

/** Whether a character is of ASCII and of no part. */
function isBetween(code: number): boolean {
  return code <= LAST_ASCII && !isAlphanumeric(code);
}

function withoutDot(stem: string): string {
  return stem.includes(LOWER_DOTTED_I) ? stem.replaceAll(LOWER_DOTTED_I, 'i') : stem;
}

/** Shorter texts are not worth a filter. */
const SHORT_TEXT = 256;

/**
 * Which three letters follow each other in a text: a Bloom filter of one hash. Most of a query's stems are in few of the
 * passages that are compared, and this tells it without looking through the passage.
 */
class ThreeLetters {
  readonly #bits = new Uint32Array(FILTER_BITS / 32);

  constructor(text: string) {
    let [first, second] = [text.charCodeAt(0), text.charCodeAt(1)];
    for (let at = 2; at < text.length; at++) {
      const third = text.charCodeAt(at);
      const bit = bitOf(first, second, third);
      this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] as number) | (1 << (bit & 31));
      [first, second] = [second, third];
    }
  }

  /** Whether a word may be in the text. Of a shorter one than three letters nothing is known. */
  mayHave(word: string): boolean {
    for (let at = 2; at < word.length; at++) {
      const bit = bitOf(word.charCodeAt(at - 2), word.charCodeAt(at - 1), word.charCodeAt(at));
      if (((this.#bits[bit >>> 5] as number) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }
}

/** A passage of 2,000 characters has some 700 different ones. */
const FILTER_BITS = 4_096;

function bitOf(first: number, second: number, third: number): number {
  return Math.imul((first << 10) ^ (second << 5) ^ third, 0x9e3779b1) >>> 20;
}
