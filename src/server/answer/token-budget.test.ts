import { expect, test } from '@jest/globals';
import { TokenCosts } from './token-budget.ts';
import { estimateTokens } from './token-estimate.ts';

test('a value costs what its JSON is estimated at, however often and after however many others', () => {
  const costs = new TokenCosts();
  const value = (n: number) => ({ heading: `Section ${n}`, snippet: 'graph '.repeat(n % 7) });
  for (const round of [1, 2]) {
    for (let n = 0; n < 3_000; n += round) {
      expect(costs.of(value(n))).toBe(estimateTokens(JSON.stringify(value(n))));
    }
  }
});
