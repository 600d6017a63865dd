import { expect, test } from '@jest/globals';
import { allowedAgeSeconds } from './settings.ts';

const FROM = Date.parse('2026-01-10T12:34:00.000Z');
const GRACE = 900;

test.each([
  ['0 * * * *', 2 * 3600],
  ['*/10 * * * *', 2 * 600],
  ['0 0 * * *', 2 * 86_400],
])('allowedAgeSeconds(%s) is two intervals plus a quarter of an hour', (schedule, seconds) => {
  expect(allowedAgeSeconds(schedule, FROM)).toBe(seconds + GRACE);
});

test('allowedAgeSeconds() uses the longest interval of an irregular schedule', () => {
  expect(allowedAgeSeconds('0 8-18 * * *', FROM)).toBe(2 * 14 * 3600 + GRACE);
});
