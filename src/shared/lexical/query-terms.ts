import { identifierWords, isStopWord, wordsOf } from './words.ts';

/** Terms after the 48th are ignored: no sensible query has as many. */
const MAX_TERMS = 48;
/** Removed from terms: lowercasing `İ` adds a combining dot, which SQLite's tokenizer drops. */
const COMBINING_MARK = /\p{M}/gu;
/** Longer queries are cut before anything else is done with them. */
const MAX_CHARACTERS = 4_000;

/**
 * Returns the terms to search for, from untrusted input of any length: lower case, only letters, digits and `_`,
 * without duplicates, in order of appearance, at most 48. Identifiers are included whole and in parts. Stop words are
 * dropped unless the query consists of nothing else. A text without words yields no terms.
 */
export function queryTerms(text: string): string[] {
  const words = wordsOf(text.slice(0, MAX_CHARACTERS));
  const lowerCase = words.flatMap((word) => [word.toLowerCase(), ...identifierWords(word)]);
  const terms = [...new Set(lowerCase.map((word) => word.replace(COMBINING_MARK, '')))];
  const contentTerms = terms.filter((term) => !isStopWord(term));
  return (contentTerms.length > 0 ? contentTerms : terms).slice(0, MAX_TERMS);
}
