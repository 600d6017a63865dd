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

  constructor(text: string) {
    const written = spacedForIndex(text);
    const lower = written.toLowerCase();
    const isAligned = lower.length === written.length;
    this.#written = isAligned ? written : written.replaceAll('İ', 'I');
    this.#lower = isAligned ? lower : this.#written.toLowerCase();
  }

  /** Whether a part of the text has the stem. */
  has(stem: string): boolean {
    return this.#endOf(withoutDot(stem), 0) !== -1;
  }

  /** Whether two stems occur in this order next to each other, or with one part between. */
  hasNeighbours(first: string, second: string): boolean {
    const [before, after] = [withoutDot(first), withoutDot(second)];
    for (let end = this.#endOf(before, 0); end !== -1; end = this.#endOf(before, end)) {
      NEXT_PART.lastIndex = end;
      for (let distance = 1; distance <= 2; distance++) {
        const part = NEXT_PART.exec(this.#written);
        if (part === null) break;
        if (stemOf(part[0]) === after) return true;
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

function withoutDot(stem: string): string {
  return stem.replaceAll(LOWER_DOTTED_I, 'i');
}
