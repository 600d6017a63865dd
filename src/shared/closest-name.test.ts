import { expect, test } from '@jest/globals';
import { closestName } from './closest-name.ts';

test.each([
  ['sink', 'sync'],
  ['statsu', 'status'],
  ['exports', 'export'],
  ['bogus', null],
  ['', null],
])('%j is taken for %j', (word, meant) => {
  expect(closestName(word, ['sync', 'status', 'export'])).toBe(meant);
});

test('of no names none is near', () => {
  expect(closestName('', [])).toBeNull();
});
