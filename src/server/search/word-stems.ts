import { spaced } from '../../shared/lexical/words.ts';

/** A run of capitals, a word with or without one, digits, or letters of a script without case. */
const PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|[\p{Lo}\p{M}]+/gu;
const SUFFIX = /(?:ions?|ings?|ers?|e[sd]?|s)$/;
const SHORTEST_STEM = 3;

/** The words of a text in order, those of identifiers apart, in lower case and without their commonest English endings. */
export function wordStems(text: string): string[] {
  return (spaced(text).match(PART) ?? []).map(stem);
}

function stem(part: string): string {
  const word = part.toLowerCase();
  const shortened = word.replace(SUFFIX, '');
  return shortened.length < SHORTEST_STEM ? word : shortened;
}
