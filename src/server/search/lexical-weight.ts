import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import type { PassageStems } from './passage-stems.ts';
import { matchQuestion } from './question-match.ts';

/** What the ranking by words counts where its leading documents speak of the whole question. */
const WHOLE = 1.75;
/** How many of the leading documents are looked at. */
const LEADING = 3;

/**
 * How much the ranking by words counts beside the one by vectors, which counts 1. Words that the docs use find what
 * they name better than a vector does; where the question's words are hardly theirs, what has some of them is there by
 * chance.
 * @param found what was found by words alone, best first
 */
export function lexicalWeight(
  question: string,
  found: readonly DocumentMatch[],
  passageStems: PassageStems,
): number {
  const leading = matchQuestion(question, found, passageStems, LEADING);
  const coverage = leading.reduce((most, { covered }) => Math.max(most, covered), 0);
  return WHOLE * coverage;
}
