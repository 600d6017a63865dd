import { identifierWords, isStopWord, wordsOf } from './words.ts';

/** More words than a query has; what comes after is not searched. */
const MAX_TERMS = 48;
/** Words have none, but for the dot above that `İ` gets in lower case; SQLite's tokenizer takes it for `i`. */
const MARK = /\p{M}/gu;
/** Longer inputs are cut before any work is done on them. */
const MAX_CHARACTERS = 4_000;

/**
 * The terms to look for, from hostile input of any length: lower case, letters, digits and `_` only, without
 * repetition, in order of appearance, at most 48. Identifiers come whole and in parts; the small words of a
 * query are left out, unless it has no other. A text without a word gives none.
 */
export function queryTerms(text: string): string[] {
  const words = wordsOf(text.slice(0, MAX_CHARACTERS));
  const inLowerCase = words.flatMap((word) => [word.toLowerCase(), ...identifierWords(word)]);
  const terms = [...new Set(inLowerCase.map((word) => word.replace(MARK, '')))];
  const telling = terms.filter((term) => !isStopWord(term));
  return (telling.length > 0 ? telling : terms).slice(0, MAX_TERMS);
}
