import { isStopWord } from '../../shared/lexical/stop-words.ts';
import { wordsOf } from '../../shared/lexical/words.ts';
import type { RankedMatch } from './rank-documents.ts';

/** Share of a question that one document must speak of, where the evaluation told answers from guesses best. */
const ENOUGH = 0.35;
/** How many of the leading documents are looked at. */
const LEADING = 3;

/**
 * Whether any of the leading documents speaks of what the question asks about, or all of this is only the nearest.
 * Small words alone ask about nothing, though every document has them.
 */
export function answersQuestion(question: string, ranked: readonly Pick<RankedMatch, 'covered'>[]): boolean {
  if (wordsOf(question).every((word) => isStopWord(word.toLowerCase()))) return false;
  return ranked.slice(0, LEADING).some(({ covered }) => covered >= ENOUGH);
}
