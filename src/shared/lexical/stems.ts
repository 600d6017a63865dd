import { spaced, spacedForIndex } from './words.ts';

/** A part of a word: a run of capitals, a word with or without one, digits, or letters of a script without case. */
export const PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|[\p{Lo}\p{M}]+/gu;
const SUFFIX = /(?:ions?|ings?|ers?|e[sd]?|s)$/;
const SHORTEST_STEM = 3;

/** Returns the stems of a query's words in order: see `stemOf`. */
export function wordStems(text: string): string[] {
  return (spaced(text).match(PART) ?? []).map(stemOf);
}

/**
 * Returns the parts of the words of an indexed text in order, as written: identifiers are split into their words, and
 * Chinese text has single characters beside the pairs made of them.
 */
export function indexedParts(text: string): readonly string[] {
  return spacedForIndex(text).match(PART) ?? [];
}

/** Returns a part of a word in lower case and without the commonest English suffixes. */
export function stemOf(part: string): string {
  const word = part.toLowerCase();
  const shortened = word.replace(SUFFIX, '');
  return shortened.length < SHORTEST_STEM ? word : shortened;
}
