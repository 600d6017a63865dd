import { expect, test } from '@jest/globals';
import { hasBearerToken } from './guards.ts';

test.each([
  ['Bearer s3cret', true],
  ['bearer  s3cret', true],
  ['Bearer s3cre', false],
  ['Bearer s3cret2', false],
  ['s3cret', false],
  ['Basic s3cret', false],
  ['', false],
  [undefined, false],
])('the Authorization header %j has the bearer token s3cret: %s', (header, expected) => {
  expect(hasBearerToken(header, 's3cret')).toBe(expected);
});
