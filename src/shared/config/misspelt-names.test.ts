import { expect, test } from '@jest/globals';
import { closestName } from './misspelt-names.ts';

test.each([
  ['sink', 'sync'],
  ['statsu', 'status'],
  ['exports', 'export'],
  ['bogus', null],
  ['', null],
])('closestName(%j) is %j', (word, meant) => {
  expect(closestName(word, ['sync', 'status', 'export'])).toBe(meant);
});

test('closestName() of an empty list is null', () => {
  expect(closestName('', [])).toBeNull();
});
