import { expect, test } from '@jest/globals';
import { buildSourceStatus } from '../../../test/support/source-builder.ts';
import { EMPTY_STATUS } from '../../shared/domain/index-status.ts';
import { runIsDue } from './run-is-due.ts';

const HOURLY = '0 * * * *';
const NOW = Date.parse('2026-03-24T10:20:00Z');

/** An index whose sources confirmed their heads at these times; null: never. */
const checkedAt = (...times: (string | null)[]) => ({
  ...EMPTY_STATUS,
  sources: times.map((time) => buildSourceStatus({ checkedAt: time })),
});

test.each([
  ['the only source was checked since the last time of the schedule', ['2026-03-24T10:00:01Z'], false],
  ['the only source was checked before it', ['2026-03-24T09:59:59Z'], true],
  ['one of two sources was checked before it', ['2026-03-24T10:10:00Z', '2026-03-24T09:10:00Z'], true],
  ['a source never answered', [null], true],
])('with an hourly schedule, if %s, it is %s that a run is due', (_, times, due) => {
  expect(runIsDue(checkedAt(...times), HOURLY, NOW)).toBe(due);
});

test('every run is due without a schedule', () => {
  expect(runIsDue(checkedAt('2026-03-24T10:19:59Z'), undefined, NOW)).toBe(true);
});
