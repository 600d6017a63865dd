import { identifierWords } from './identifiers.ts';

/** More words than a question has; what comes after is not searched. */
const MAX_TERMS = 48;
/** Longer inputs are cut before any work is done on them. */
const MAX_CHARACTERS = 4_000;

/**
 * The terms to look for, from hostile input of any length: lower case, letters, digits and `_` only, without
 * repetition, in order of appearance, at most 48. A text without a word gives none.
 */
export function queryTerms(text: string): string[] {
  const words = text.slice(0, MAX_CHARACTERS).match(/[\p{L}\p{N}_]+/gu) ?? [];
  const terms = words.flatMap((word) => [word.toLowerCase(), ...identifierWords(word)]);
  return [...new Set(terms)].slice(0, MAX_TERMS);
}
