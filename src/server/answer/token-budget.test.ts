import { expect, test } from '@jest/globals';
import { countFitting, TokenCosts } from './token-budget.ts';
import { estimateTokens } from './token-estimate.ts';

test('the cached cost of a value is the estimate of its JSON, however many other values were asked for', () => {
  const costs = new TokenCosts();
  const value = (n: number) => ({ heading: `Section ${n}`, snippet: 'graph '.repeat(n % 7) });
  for (const round of [1, 2]) {
    for (let n = 0; n < 3_000; n += round) {
      expect(costs.of(value(n))).toBe(estimateTokens(JSON.stringify(value(n))));
    }
  }
});

test.each([
  [[3, 3, 3], 6, 2],
  [[3, 3, 3], 9, 3],
  [[10, 1], 6, 1],
  [[], 6, 0],
])('of items that cost %j, a budget of %i fits %i, and at least one', (costs, budget, fitting) => {
  expect(countFitting(costs, budget, (cost) => cost)).toBe(fitting);
});
