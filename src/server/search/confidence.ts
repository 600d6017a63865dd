import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import type { PassageStems } from './passage-stems.ts';
import { matchQuestion } from './question-match.ts';

/** Share of a question that one document must speak of, where the evaluation told answers from guesses best. */
const ENOUGH = 0.35;
/** How many of the leading documents are looked at. */
const LEADING = 3;

/** How much of a question one of the leading documents speaks of, from 0 to 1; words that few documents have count more. */
export function coverage(
  question: string,
  ranked: readonly DocumentMatch[],
  passageStems: PassageStems,
): number {
  const leading = matchQuestion(question, ranked, passageStems, LEADING);
  return leading.reduce((most, { covered }) => Math.max(most, covered), 0);
}

/** Whether any of the leading documents speaks of what the question asks about, or all of this is only the nearest. */
export function answersQuestion(
  question: string,
  ranked: readonly DocumentMatch[],
  passageStems: PassageStems,
): boolean {
  return coverage(question, ranked, passageStems) >= ENOUGH;
}
