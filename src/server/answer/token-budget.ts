import { LRUCache } from 'lru-cache';

/** Tokens of an answer unless the client asks for another number: below the size at which clients warn. */
export const DEFAULT_BUDGET = 8_000;
/** Tokens of an answer besides its items: freshness (500 with five stale sources), cursor, the JSON around them. */
export const FRAME_TOKENS = 600;

/** @returns how many items from the front fit into the budget; at least one unless there is none */
export function countFitting<T>(items: readonly T[], budget: number, cost: (item: T) => number): number {
  let spent = 0;
  for (const [index, item] of items.entries()) {
    spent += cost(item);
    if (spent > budget) return Math.max(1, index);
  }
  return items.length;
}

/** Estimated tokens of a value as JSON, the larger of the two forms that a client may show its model. */
export function jsonTokens(value: unknown): number {
  return estimateTokens(JSON.stringify(value));
}

/** About 1.5 MB of passages. */
const CACHED_TEXTS = 1_024;

/** `jsonTokens` with a cache, for values that come again: the same passages answer many queries. */
export class TokenCosts {
  readonly #cache = new LRUCache<string, number>({ max: CACHED_TEXTS, memoMethod: estimateTokens });

  of(value: unknown): number {
    return this.#cache.memo(JSON.stringify(value));
  }
}

/**
 * Upper estimate of the tokens (o200k_base) of a text. It is about a third too high for English, Markdown and Go, and
 * half too high for Chinese, and not too low for other scripts, encoded data or noise, except for random lower-case words
 * and random Chinese characters (a quarter too low). A real
 * tokenizer would cost the server 75 MB of memory and a third of a second at its start.
 *
 * Like the tokenizer, it splits a text into words, numbers (of at most three digits), whitespace and punctuation. The
 * weights were fitted to the tokenizer's counts, and the test beside this file compares both.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  let at = 0;
  let previous = END;
  while (at < text.length) {
    const start = at;
    const first = text.charCodeAt(at++);
    const kind = kindOf(first);
    if (kind === LOWER || kind === UPPER) {
      let last = kind;
      let consonants = isVowel(first) ? 0 : 1;
      let clusters = 0;
      // An upper-case letter after a lower-case one begins a new word.
      for (; at < text.length; at++) {
        const code = text.charCodeAt(at);
        const next = kindOf(code);
        if (next > UPPER || (next === UPPER && last === LOWER)) break;
        consonants = isVowel(code) ? 0 : consonants + 1;
        if (consonants > 2) clusters++;
        last = next;
      }
      const isUpperCase = at - start > 1 && kindOf(text.charCodeAt(start + 1)) === UPPER;
      tokens += isUpperCase
        ? Math.max(1.1, (at - start) * 0.6)
        : wordCost(at - start, clusters, previous !== END && previous <= DIGIT);
    } else if (kind === DIGIT) {
      while (kindAt(text, at) === DIGIT) at++;
      tokens += Math.ceil((at - start) / 3);
    } else if (kind === SPACE) {
      while (kindAt(text, at) === SPACE) at++;
      tokens += spaceCost(text, start, at);
    } else if (kind === PUNCTUATION) {
      while (text.charCodeAt(at) === first) at++;
      tokens += at - start > 3 ? 1 + (at - start) / 16 : (at - start) * 0.85;
    } else {
      tokens += otherCost(first);
    }
    previous = kind;
  }
  return Math.ceil(tokens);
}

const END = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const SPACE = 4;
const PUNCTUATION = 5;
const OTHER = 6;

/** The kind of every UTF-16 code unit. */
const KINDS = Uint8Array.from({ length: 0x10000 }, (_, code) => {
  if (code >= 128) return OTHER;
  if (code <= 32) return SPACE;
  if (code >= 97 && code <= 122) return LOWER;
  if (code >= 65 && code <= 90) return UPPER;
  return code >= 48 && code <= 57 ? DIGIT : PUNCTUATION;
});

function kindOf(code: number): number {
  return KINDS[code] ?? OTHER;
}

function kindAt(text: string, at: number): number {
  return at < text.length ? kindOf(text.charCodeAt(at)) : END;
}

/** Bit n is set if the nth letter of the alphabet is a vowel: a, e, i, o, u, y. */
const VOWELS = 0b10001000001000001000100010;

function isVowel(letter: number): boolean {
  return ((VOWELS >> ((letter | 32) - 96)) & 1) === 1;
}

/**
 * Common words are one token. Unpronounceable and very long words are split into short ones.
 * @param clusters number of consonants that follow at least two others
 * @param glued whether a letter or digit precedes the word
 */
function wordCost(length: number, clusters: number, glued: boolean): number {
  if (length > 14) return 2.5 + (length - 14) * 0.55 + clusters * 0.1;
  if (length > 7) return 1.2 + (length - 7) * 0.18 + clusters * 0.6;
  if (length > 3) return 1.15 + clusters * 0.6;
  return (glued ? 1.35 : 1.05) + clusters * 0.5;
}

/** One space belongs to the word after it. A run of one whitespace character is one token, each further run another. */
function spaceCost(text: string, start: number, end: number): number {
  const length = end - start;
  if (length === 1 && text.charCodeAt(start) === 32) return kindAt(text, end) === DIGIT ? 1 : 0;
  let changes = 0;
  for (let at = start + 1; at < end; at++) {
    if (text.charCodeAt(at) !== text.charCodeAt(at - 1)) changes++;
  }
  return 1 + length / (text.charCodeAt(start) === 32 ? 64 : 16) + Math.max(0, changes - 2) * 0.7;
}

/** Cost of a code unit beyond ASCII: accented Latin letters, half of a surrogate pair, Chinese, any other. */
function otherCost(code: number): number {
  if (code < 0x250 || (code >= 0x2010 && code < 0x2028)) return 1.05;
  if (code >= 0xd800 && code < 0xe000) return 2.05;
  if (code >= 0x4e00 && code < 0xa000) return COMMON_CHINESE.has(code) ? 1.1 : 2.1;
  return (code >= 0x3000 && code < 0x3020) || (code >= 0xff00 && code < 0xff60) ? 1.05 : 1.65;
}

/**
 * The characters that most of a Chinese text consists of, which in words cost .7 tokens each: the first level of GB 2312,
 * whose bytes are B0 to D7 and A1 to FE.
 */
const COMMON_CHINESE = new Set(
  Array.from(
    new TextDecoder('gbk').decode(
      Uint8Array.from({ length: 2 * 40 * 94 }, (_, at) =>
        at % 2 === 0 ? 0xb0 + Math.floor(at / 2 / 94) : 0xa1 + (Math.floor(at / 2) % 94),
      ),
    ),
    (character) => character.charCodeAt(0),
  ),
);
