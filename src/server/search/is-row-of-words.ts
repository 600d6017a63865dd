import { isStopWord } from '../../shared/lexical/stop-words.ts';
import { wordsOf } from '../../shared/lexical/words.ts';
import { isNamesOnly } from './names-only.ts';

/** Whether a question is some words in a row to look up: no sentence, which has small words, and not only names of code. */
export function isRowOfWords(question: string): boolean {
  return !wordsOf(question).some((word) => isStopWord(word.toLowerCase())) && !isNamesOnly(question);
}
