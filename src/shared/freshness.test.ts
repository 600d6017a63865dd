import { describe, expect, test } from '@jest/globals';
import { EMPTY_STATUS, type IndexStatus } from './domain/index-status.ts';
import type { RunRecord } from './domain/run.ts';
import { allowedAgeSeconds, assessFreshness } from './freshness.ts';

const NOW = Date.parse('2026-01-10T12:00:00.000Z');
const HOUR = 3600;
const hoursAgo = (hours: number) => new Date(NOW - hours * HOUR * 1000).toISOString();

const run = (outcome: RunRecord['outcome'], finished: number, code?: string): RunRecord => ({
  outcome,
  startedAt: hoursAgo(finished),
  finishedAt: hoursAgo(finished),
  ...(code === undefined ? {} : { error: { code, message: 'it failed', advice: 'Mend it.' } }),
});

const published = (over: Partial<IndexStatus>): IndexStatus => ({
  ...EMPTY_STATUS,
  sequence: 3,
  checkedAt: hoursAgo(0.5),
  lastRun: run('unchanged', 0.5),
  ...over,
});

const assess = (status: IndexStatus) => assessFreshness(status, NOW, 2 * HOUR);

describe('freshness', () => {
  test('an index checked within the allowed age with nothing behind is fresh', () => {
    expect(assess(published({}))).toEqual({ state: 'fresh', ageSeconds: HOUR / 2 });
  });

  test('an index that was never synced is empty', () => {
    expect(assess(EMPTY_STATUS)).toEqual({ state: 'empty', reason: 'never_synced', ageSeconds: null });
  });

  test('an index whose first sync failed is empty, with the error code', () => {
    const status = { ...EMPTY_STATUS, lastRun: run('failed', 0.1, 'GITHUB_RATE_LIMITED') };
    expect(assess(status)).toMatchObject({
      state: 'empty',
      reason: 'source_unreachable',
      errorCode: 'GITHUB_RATE_LIMITED',
    });
  });

  test('freshness distinguishes a worker that stopped running from one that fails', () => {
    expect(assess(published({ checkedAt: hoursAgo(5), lastRun: run('unchanged', 5) }))).toMatchObject({
      state: 'stale',
      reason: 'worker_not_running',
    });
    expect(
      assess(published({ checkedAt: hoursAgo(5), lastRun: run('failed', 0.2, 'EMBEDDER_QUOTA') })),
    ).toMatchObject({ state: 'stale', reason: 'worker_failing', errorCode: 'EMBEDDER_QUOTA' });
  });

  test('a worker that failed and then stopped running counts as not running', () => {
    const status = published({ checkedAt: hoursAgo(9), lastRun: run('failed', 8, 'EMBEDDER_QUOTA') });
    expect(assess(status)).toMatchObject({ state: 'stale', reason: 'worker_not_running' });
  });

  test('freshness distinguishes an unreachable source from a failing worker', () => {
    const status = published({ checkedAt: hoursAgo(3), lastRun: run('failed', 0.2, 'GITHUB_UNREACHABLE') });
    expect(assess(status)).toMatchObject({ state: 'stale', reason: 'source_unreachable' });
  });

  test('a recent check that found newer docs makes the index stale', () => {
    expect(assess(published({ docsBehind: 2 }))).toMatchObject({ state: 'stale', reason: 'docs_moved_on' });
  });

  test('one failed run does not make an index stale that was checked within the allowed age', () => {
    const status = published({ lastRun: run('failed', 0.1, 'GITHUB_UNREACHABLE'), consecutiveFailures: 1 });
    expect(assess(status).state).toBe('fresh');
  });

  test('a check in the future has the age 0', () => {
    expect(assess(published({ checkedAt: hoursAgo(-1) }))).toEqual({ state: 'fresh', ageSeconds: 0 });
  });
});

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
