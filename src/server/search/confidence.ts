import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import type { PassageStems } from './passage-stems.ts';
import { matchQuestion } from './question-match.ts';

/** Share of the question that the best document must speak of, where the evaluation told answers from guesses best. */
const ENOUGH = 0.35;
/** How many of the leading documents are looked at. */
const LEADING = 3;

/** Whether any of the leading documents speaks of what the question asks about, or all of this is only the nearest. */
export function answersQuestion(
  question: string,
  ranked: readonly DocumentMatch[],
  passageStems: PassageStems,
): boolean {
  return matchQuestion(question, ranked, passageStems, LEADING).some(({ covered }) => covered >= ENOUGH);
}
