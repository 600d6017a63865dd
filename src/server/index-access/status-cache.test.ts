import { describe, expect, jest, test } from '@jest/globals';
import { statusAt } from '../../../test/support/status-at.ts';
import { THREE_SOURCES } from '../../../test/support/three-sources.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import { silentLogger } from '../../shared/logger.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { firstPublish, IndexLog, StatusCache } from './status-cache.ts';

const log = new IndexLog(silentLogger);

describe('the status cache', () => {
  test('the status cache reads the status once in two seconds, however many requests need it', async () => {
    let now = 0;
    const status = jest.fn(async () => statusAt(1));
    const cache = new StatusCache({ reader: { status }, clock: () => now, log });
    await Promise.all([cache.read(), cache.read()]);
    now = 1_999;
    await cache.read();
    expect(status).toHaveBeenCalledTimes(1);
    now = 2_001;
    await cache.read();
    expect(status).toHaveBeenCalledTimes(2);
  });

  test('the status cache keeps a failure to read the status for two seconds', async () => {
    let now = 0;
    const status = jest.fn<() => Promise<IndexStatus>>().mockRejectedValueOnce(new Error('down'));
    const cache = new StatusCache({ reader: { status }, clock: () => now, log });
    await expect(cache.read()).rejects.toThrow('down');
    await expect(cache.read()).rejects.toThrow('down');
    now = 2_001;
    status.mockResolvedValue(statusAt(1));
    expect((await cache.read()).sequence).toBe(1);
  });

  test('the status cache fails with INDEX_TIMEOUT if the status does not arrive within the deadline', async () => {
    const cache = new StatusCache({
      reader: { status: () => new Promise(() => {}) },
      clock: () => 0,
      log,
      deadlineMs: 20,
    });
    await expect(cache.read()).rejects.toMatchObject({ code: 'INDEX_TIMEOUT' });
  });

  test('the status cache replaces its status by a newer one that came with another answer', async () => {
    const cache = new StatusCache({ reader: { status: async () => statusAt(1) }, clock: () => 0, log });
    await cache.read();
    cache.update(statusAt(2));
    expect((await cache.read()).sequence).toBe(2);
  });
});

test('the index log reports every change once: empty, published, unreadable, readable again', () => {
  const lines: string[] = [];
  const note = (first: unknown, second?: unknown) => lines.push(String(second ?? first));
  const changes = new IndexLog({ debug: note, info: note, warn: note, error: note });
  for (const status of [EMPTY_STATUS, EMPTY_STATUS, statusAt(1), statusAt(1)]) changes.read(status);
  for (let n = 0; n < 2; n++) changes.failed(new OperationalError('INDEX_IO', 'Broken.', 'Mend it.'));
  changes.read(statusAt(1));
  expect(lines).toEqual([
    'the index is empty: waiting for the first publish',
    'serving a new publish of the index',
    'the index cannot be read: INDEX_IO: Broken. Mend it.',
    'serving a new publish of the index',
  ]);
});

test('the index log names the source of every commit', () => {
  const facts: unknown[] = [];
  const note = (first: unknown) => facts.push(first);
  new IndexLog({ debug: note, info: note, warn: note, error: note }).read(THREE_SOURCES);
  expect(facts).toMatchObject([
    {
      commits: {
        'github:cloudwego/cloudwego.github.io@main': '1'.repeat(40),
        'github:cloudwego/eino-ext@main': '2'.repeat(40),
        'git:/home/me/notes@trunk': '3'.repeat(40),
      },
    },
  ]);
});

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
