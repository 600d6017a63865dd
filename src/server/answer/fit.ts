/** Tokens an answer may have unless the client asks for another number: below every client's warning line. */
export const DEFAULT_BUDGET = 8_000;
/** What an answer has besides its items: freshness, cursor, footer, JSON around them. */
export const FRAME = 400;

/** @returns how many items from the front fit into the budget; at least one where there is one */
export function countFitting<T>(items: readonly T[], budget: number, cost: (item: T) => number): number {
  let spent = 0;
  for (const [index, item] of items.entries()) {
    spent += cost(item);
    if (spent > budget) return Math.max(1, index);
  }
  return items.length;
}
