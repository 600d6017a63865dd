/** What the ranking by words counts where its leading documents speak of the whole question. */
const WHOLE = 1.5;

/**
 * How much the ranking by words counts beside the one by vectors, which counts 1. Words that the docs use find what
 * they name better than a vector does; where the question's words are hardly theirs, what has some of them is there by chance.
 * @param coverage how much of the question the leading documents by words speak of, from 0 to 1
 */
export function lexicalWeight(coverage: number): number {
  return WHOLE * coverage ** 2;
}
