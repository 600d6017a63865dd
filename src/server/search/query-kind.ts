import { isStopWord, wordsOf } from '../../shared/lexical/words.ts';

/** Whether a query is some words in a row to look up: no sentence, which has small words, and not only names of code. */
export function isRowOfWords(query: string): boolean {
  return !wordsOf(query).some((word) => isStopWord(word.toLowerCase())) && !isNamesOnly(query);
}

/** A word that is code: a capital after a small letter, a qualifier, a path, `_`, or a call. */
const NAME = /[a-z0-9][A-Z]|\w[._/]\w|\w\(/;

/** Whether a query is nothing but names of code. A name is looked up, not interpreted: vectors only blur it. */
export function isNamesOnly(query: string): boolean {
  const words = query.trim().split(/\s+/);
  return words.every((word) => NAME.test(word));
}
