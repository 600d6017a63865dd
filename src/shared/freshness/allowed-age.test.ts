import { expect, test } from '@jest/globals';
import { allowedAgeSeconds } from './allowed-age.ts';

const FROM = Date.parse('2026-01-10T12:34:00.000Z');
const GRACE = 900;

test.each([
  ['0 * * * *', 2 * 3600],
  ['*/10 * * * *', 2 * 600],
  ['0 0 * * *', 2 * 86_400],
])('the schedule %s allows two of its intervals plus a quarter of an hour', (schedule, seconds) => {
  expect(allowedAgeSeconds(schedule, FROM)).toBe(seconds + GRACE);
});

test('a schedule with a night off is judged by its longest gap', () => {
  expect(allowedAgeSeconds('0 8-18 * * *', FROM)).toBe(2 * 14 * 3600 + GRACE);
});
