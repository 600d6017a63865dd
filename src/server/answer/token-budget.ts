import { LRUCache } from 'lru-cache';
import { estimateTokens } from './token-estimate.ts';

/** Tokens of an answer unless the client asks for another number: below the size at which clients warn. */
export const DEFAULT_BUDGET = 8_000;
/** Tokens of an answer besides its items: freshness, cursor, footer, the JSON around them. */
export const FRAME_TOKENS = 400;

/** @returns how many items from the front fit into the budget; at least one unless there is none */
export function countFitting<T>(items: readonly T[], budget: number, cost: (item: T) => number): number {
  let spent = 0;
  for (const [index, item] of items.entries()) {
    spent += cost(item);
    if (spent > budget) return Math.max(1, index);
  }
  return items.length;
}

/** Estimated tokens of a value as JSON, the larger of the two forms that a client may show its model. */
export function jsonTokens(value: unknown): number {
  return estimateTokens(JSON.stringify(value));
}

/** About 1.5 MB of passages. */
const CACHED_TEXTS = 1_024;

/** `jsonTokens` with a cache, for values that come again: the same passages answer many queries. */
export class TokenCosts {
  readonly #cache = new LRUCache<string, number>({ max: CACHED_TEXTS, memoMethod: estimateTokens });

  of(value: unknown): number {
    return this.#cache.memo(JSON.stringify(value));
  }
}
