import { expect, test } from '@jest/globals';
import { statusAt } from '../../../test/support/status-at.ts';
import { EMPTY_STATUS } from '../../shared/domain/index-status.ts';
import { firstPublish } from './first-sync.ts';

/** Waits for an index that is published at a time, while a sync is under way until another. @returns milliseconds */
async function waited({ publishedAt, syncsUntil }: { publishedAt: number; syncsUntil: number }) {
  let now = 0;
  await firstPublish(
    {
      status: { read: async () => (now >= publishedAt ? statusAt(1) : EMPTY_STATUS) },
      firstSync: { progress: () => (now < syncsUntil ? 'step prepare' : null) },
      waitMs: 10_000,
      clock: () => now,
      delay: async (ms) => {
        now += ms;
      },
    },
    new AbortController().signal,
  );
  return now;
}

test.each([
  ['until the first publish', { publishedAt: 3_000, syncsUntil: 4_000 }, 3_000],
  ['no longer than the sync is under way', { publishedAt: Infinity, syncsUntil: 2_000 }, 2_000],
  ['at most for the limit', { publishedAt: Infinity, syncsUntil: Infinity }, 10_000],
  ['not at all for an index that is published', { publishedAt: 0, syncsUntil: 5_000 }, 0],
  ['not at all if no sync is under way', { publishedAt: 5_000, syncsUntil: 0 }, 0],
])('a request waits %s', async (_, times, expected) => {
  expect(await waited(times)).toBe(expected);
});

test('a request does not wait for an index that cannot be read', async () => {
  const read = () => Promise.reject(new Error('damaged'));
  const delay = () => Promise.reject(new Error('waited'));
  const deps = {
    status: { read },
    firstSync: { progress: () => 'step read' },
    waitMs: 10_000,
    clock: () => 0,
    delay,
  };
  await firstPublish(deps, new AbortController().signal);
});
