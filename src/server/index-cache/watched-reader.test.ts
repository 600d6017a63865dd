import { describe, expect, test } from '@jest/globals';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import { silentLogger } from '../../shared/logger.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { IndexLog, StatusCache } from './status-cache.ts';
import { WatchedReader } from './watched-reader.ts';

const corrupt = new OperationalError('INDEX_CORRUPT', 'It is damaged.', 'Restore it.');
const down = new OperationalError('QDRANT_UNREACHABLE', 'No answer.', 'Start it.');
const published: IndexStatus = { ...EMPTY_STATUS, sequence: 1 };
const found = { document: null, status: published };

/** A watched index whose status and documents are what `index` says at the moment. */
function watch(index: { status?: () => Promise<IndexStatus>; document?: () => Promise<typeof found> }) {
  const time = { now: 0 };
  const clock = () => time.now;
  const asked = { status: 0, document: 0 };
  const lines: string[] = [];
  const reader = {
    status: () => {
      asked.status += 1;
      return index.status?.() ?? Promise.resolve(published);
    },
    document: (_: string, signal?: AbortSignal) => {
      asked.document += 1;
      signal?.addEventListener('abort', () => lines.push('stopped'));
      return index.document?.() ?? Promise.resolve(found);
    },
    search: async () => ({ matches: [], status: published }),
    documents: async () => ({ documents: [], status: published }),
    changesSince: async () => ({ changes: [], status: published }),
  };
  const status = new StatusCache({ reader, clock, log: new IndexLog(silentLogger), deadlineMs: 20 });
  const logger = { error: (line: unknown) => lines.push(String(line)) };
  return { watched: new WatchedReader({ reader, status, clock, logger, doubtMs: 10 }), time, asked, lines };
}

describe('a watched reader', () => {
  test('asks nothing of an index that is known to be down', async () => {
    const { watched, asked } = watch({ status: () => Promise.reject(down) });
    const asking = Array.from({ length: 60 }, () => watched.document('a.md'));
    expect(await Promise.allSettled(asking)).toEqual(
      asking.map(() => ({ status: 'rejected', reason: down })),
    );
    expect(asked).toEqual({ status: 1, document: 0 });
  });

  test('says nothing older than what it has answered with', async () => {
    const next = { ...published, sequence: 2 };
    const { watched } = watch({ document: async () => ({ document: null, status: next }) });
    expect(await watched.status()).toBe(published);
    await watched.document('a.md');
    expect(await watched.status()).toBe(next);
  });

  test('gives up a question as soon as the index gives no status either, and stops it', async () => {
    const index: Parameters<typeof watch>[0] = {};
    const { watched, lines } = watch(index);
    await watched.status();
    index.status = index.document = () => new Promise<never>(() => {});
    await expect(watched.document('a.md')).rejects.toMatchObject({ code: 'INDEX_TIMEOUT' });
    expect(lines).toEqual(['stopped']);
  });

  test('waits for a question that takes its time while the index gives its status', async () => {
    const slow = Promise.withResolvers<typeof found>();
    let asks = 0;
    const { watched } = watch({
      document: () => slow.promise,
      status: async () => {
        asks += 1;
        if (asks === 2) slow.resolve(found);
        return published;
      },
    });
    expect(await watched.document('a.md')).toBe(found);
  });

  test('tells with the status what a question found out, for ten seconds', async () => {
    const { watched, time, lines } = watch({ document: () => Promise.reject(corrupt) });
    await expect(watched.document('a.md')).rejects.toBe(corrupt);
    await expect(watched.document('b.md')).rejects.toBe(corrupt);
    time.now = 9_999;
    await expect(watched.status()).rejects.toBe(corrupt);
    time.now = 10_001;
    expect(await watched.status()).toBe(published);
    expect(lines.filter((line) => line.includes('INDEX_CORRUPT'))).toHaveLength(1);
  });

  test('tells of it no longer once such a question is answered, whatever others are', async () => {
    const index: Parameters<typeof watch>[0] = { document: () => Promise.reject(corrupt) };
    const { watched } = watch(index);
    await expect(watched.document('a.md')).rejects.toBe(corrupt);
    await watched.documents();
    await expect(watched.status()).rejects.toBe(corrupt);
    delete index.document;
    await watched.document('a.md');
    expect(await watched.status()).toBe(published);
  });

  test.each([
    ['a question was refused', new OperationalError('QDRANT_REFUSED', 'Too long.', 'Shorten it.')],
    ['it was locked for a moment', new OperationalError('INDEX_LOCKED', 'Locked.', 'Wait.')],
    ['its server was away for a moment', down],
  ])('remembers nothing of an index where %s', async (_, error) => {
    const { watched } = watch({ document: () => Promise.reject(error) });
    await expect(watched.document('a.md')).rejects.toBe(error);
    expect(await watched.status()).toBe(published);
  });

  test('remembers nothing of a client that has gone', async () => {
    const { watched } = watch({ document: () => new Promise<never>(() => {}) });
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(watched.document('a.md', gone)).rejects.toThrow('gone');
    expect(await watched.status()).toBe(published);
  });
});
