import type { RankedMatch } from './rank-documents.ts';

/** Share of a question that one document must speak of, where the evaluation told answers from guesses best. */
const ENOUGH = 0.35;
/** How many of the leading documents are looked at. */
const LEADING = 3;

/** Whether any of the leading documents speaks of what the question asks about, or all of this is only the nearest. */
export function answersQuestion(ranked: readonly Pick<RankedMatch, 'covered'>[]): boolean {
  return ranked.slice(0, LEADING).some(({ covered }) => covered >= ENOUGH);
}
