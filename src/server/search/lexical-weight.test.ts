import { expect, test } from '@jest/globals';
import { lexicalWeight } from './lexical-weight.ts';

test('words count more than a vector where they are found whole, and nothing where none is', () => {
  expect(lexicalWeight(1)).toBeGreaterThan(1);
  expect(lexicalWeight(0)).toBe(0);
});

test('the less of a question is found, the less its words count', () => {
  const weights = [0, 0.2, 0.4, 0.6, 0.8, 1].map(lexicalWeight);
  expect(weights).toEqual(weights.toSorted((a, b) => a - b));
  expect(new Set(weights).size).toBe(weights.length);
});
