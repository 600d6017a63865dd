import { estimateTokens } from './token-estimate.ts';

/** Texts kept: some 1.5 MB of passages. */
const CAPACITY = 1_024;

/** What values cost in tokens as JSON, worked out once for those that come again: the same passages answer many questions. */
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
