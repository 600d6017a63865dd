import { estimateTokens } from './token-estimate.ts';

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

/** Texts kept: some 1.5 MB of passages. */
const CAPACITY = 1_024;

/** What values cost in tokens as JSON, worked out once for those that come again: the same passages answer many queries. */
export class TokenCosts {
  readonly #known = new Map<string, number>();

  of(value: unknown): number {
    const text = JSON.stringify(value);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const cost = estimateTokens(text);
    if (this.#known.size >= CAPACITY) this.#known.clear();
    this.#known.set(text, cost);
    return cost;
  }
}

/** What a value costs in tokens as JSON, the dearer of the two forms a client may show its model. */
export function jsonTokens(value: unknown): number {
  return estimateTokens(JSON.stringify(value));
}
