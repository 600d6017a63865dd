import { expect, test } from '@jest/globals';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import { cacheHints } from './cache-hints.ts';

const MINUTE = 60_000;

/** The lifetime, in minutes, of a list at `now` where the last run began at `startedAt`. */
async function minutes(startedAt: string, now: string, schedule = '0 * * * *'): Promise<number> {
  const lastRun = { outcome: 'unchanged' as const, startedAt, finishedAt: startedAt };
  return lifetime({ ...EMPTY_STATUS, sequence: 3, lastRun }, now, schedule);
}

async function lifetime(status: IndexStatus, now: string, schedule = '0 * * * *'): Promise<number> {
  const hints = cacheHints({
    status: { read: async () => status },
    schedule,
    clock: () => Date.parse(now),
    isPrivate: false,
  });
  const hint = await hints.of('tools/list');
  return (hint?.ttlMs ?? Number.NaN) / MINUTE;
}

test.each([
  ['until the next run', '2026-01-01T10:00:01Z', '2026-01-01T10:20:00Z', 40],
  ['until the next run, after one by hand', '2026-01-01T10:30:00Z', '2026-01-01T10:31:00Z', 29],
  ['no longer, once the next run is due', '2026-01-01T10:00:01Z', '2026-01-01T11:00:00Z', 0],
  ['no longer, while runs are missing', '2026-01-01T10:00:01Z', '2026-01-01T17:20:00Z', 0],
])('a list may be kept %s', async (_, startedAt, now, expected) => {
  expect(await minutes(startedAt, now)).toBe(expected);
});

test('a list is never kept longer than an hour: somebody may run the worker by hand', async () => {
  expect(await minutes('2026-01-01T00:00:01Z', '2026-01-01T01:00:00Z', '0 0 * * 0')).toBe(60);
});

test('a list of an index that is empty or cannot be read is not kept', async () => {
  expect(await lifetime(EMPTY_STATUS, '2026-01-01T10:00:00Z')).toBe(0);
  const unreadable = cacheHints({
    status: { read: () => Promise.reject(new Error('down')) },
    schedule: '0 * * * *',
    clock: () => 0,
    isPrivate: false,
  });
  expect(await unreadable.of('resources/list')).toEqual({ ttlMs: 0, cacheScope: 'public' });
});

test('the status changes by itself, so it is not kept; answers of tools have no hint at all', async () => {
  const lastRun = {
    outcome: 'published' as const,
    startedAt: '2026-01-01T10:00:01Z',
    finishedAt: '2026-01-01T10:00:02Z',
  };
  const hints = cacheHints({
    status: { read: async () => ({ ...EMPTY_STATUS, sequence: 1, lastRun }) },
    schedule: '0 * * * *',
    clock: () => Date.parse('2026-01-01T10:30:00Z'),
    isPrivate: true,
  });
  const read = (uri: string) => hints.of('resources/read', { uri });
  expect(await read('eino-docs://status')).toEqual({ ttlMs: 0, cacheScope: 'private' });
  expect(await read('eino-docs://docs/a.md')).toEqual({ ttlMs: 30 * MINUTE, cacheScope: 'private' });
  expect(await hints.of('tools/call', { name: 'search_docs' })).toBeUndefined();
});
