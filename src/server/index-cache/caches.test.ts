import { describe, expect, jest, test } from '@jest/globals';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import { silentLogger } from '../../shared/logger.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { OutcomeCache } from '../search/outcome-cache.ts';
import type { LexicalReason, SearchOutcome } from '../search/search-outcome.ts';
import { Catalog } from './catalog.ts';
import { IndexLog, StatusCache } from './status-cache.ts';
import { withinDeadline } from './within-deadline.ts';

const statusAt = (sequence: number): IndexStatus => ({
  ...EMPTY_STATUS,
  sequence,
  commit: {
    sha: String(sequence).repeat(40).slice(0, 40),
    date: '2026-01-01T00:00:00.000Z',
    subject: 'docs',
  },
});

const log = new IndexLog(silentLogger);

describe('the status cache', () => {
  test('asks the index once in two seconds, however many ask', async () => {
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

  test('a failure is kept as briefly, then the index is asked again', async () => {
    let now = 0;
    const status = jest.fn<() => Promise<IndexStatus>>().mockRejectedValueOnce(new Error('down'));
    const cache = new StatusCache({ reader: { status }, clock: () => now, log });
    await expect(cache.read()).rejects.toThrow('down');
    await expect(cache.read()).rejects.toThrow('down');
    now = 2_001;
    status.mockResolvedValue(statusAt(1));
    expect((await cache.read()).sequence).toBe(1);
  });

  test('an index that never answers counts as failed after the deadline', async () => {
    const cache = new StatusCache({
      reader: { status: () => new Promise(() => {}) },
      clock: () => 0,
      log,
      deadlineMs: 20,
    });
    await expect(cache.read()).rejects.toMatchObject({ code: 'INDEX_TIMEOUT' });
  });

  test('a status that came with another answer replaces an older one', async () => {
    const cache = new StatusCache({ reader: { status: async () => statusAt(1) }, clock: () => 0, log });
    await cache.read();
    cache.learn(statusAt(2));
    expect((await cache.read()).sequence).toBe(2);
  });
});

describe('the log of the index', () => {
  test('has every change once: empty, published, unreadable, readable again', () => {
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
});

describe('a deadline', () => {
  test('stops the work as well as the waiting', async () => {
    let stopped = false;
    const work = (signal: AbortSignal) =>
      new Promise<never>(() => signal.addEventListener('abort', () => (stopped = true)));
    await expect(withinDeadline(10, work)).rejects.toMatchObject({ code: 'INDEX_TIMEOUT' });
    expect(stopped).toBe(true);
  });

  test('an outer signal stops it with its own reason', async () => {
    const outer = new AbortController();
    const running = withinDeadline(10_000, () => new Promise(() => {}), outer.signal);
    outer.abort(new Error('the client has gone'));
    await expect(running).rejects.toThrow('the client has gone');
    await expect(withinDeadline(10_000, async () => 1, outer.signal)).rejects.toThrow('the client has gone');
  });
});

describe('the catalog', () => {
  test('lists the documents once a publish', async () => {
    let sequence = 1;
    let now = 0;
    const status = new StatusCache({
      reader: { status: async () => statusAt(sequence) },
      clock: () => now,
      log,
    });
    const documents = jest.fn(async () => ({ documents: [], status: statusAt(sequence) }));
    const catalog = new Catalog({ documents }, status);
    await Promise.all([catalog.read(), catalog.read()]);
    await catalog.read();
    expect(documents).toHaveBeenCalledTimes(1);
    sequence = 2;
    now = 3_000;
    expect((await catalog.read()).status.sequence).toBe(2);
    expect(documents).toHaveBeenCalledTimes(2);
  });
});

describe('the outcome cache', () => {
  const request = { query: 'graph', maxResults: 5 };
  const outcome = (sequence: number, reason?: LexicalReason): SearchOutcome => ({
    mode: 'lexical',
    ...(reason === undefined ? {} : { reason }),
    status: statusAt(sequence),
    documents: [],
    confident: true,
  });

  test('knows the same request of the same publish, with the status as it is now', () => {
    const cache = new OutcomeCache();
    cache.keep(request, outcome(1));
    const now = { ...statusAt(1), checkedAt: '2026-01-02T00:00:00.000Z' };
    expect(cache.find(request, now)?.status).toBe(now);
    expect(cache.find({ ...request, maxResults: 6 }, now)).toBeNull();
  });

  test('forgets everything with the next publish', () => {
    const cache = new OutcomeCache();
    cache.keep(request, outcome(1));
    expect(cache.find(request, statusAt(2))).toBeNull();
    cache.keep({ ...request, query: 'chain' }, outcome(2));
    expect(cache.find(request, statusAt(2))).toBeNull();
  });

  test('keeps nothing that a failing embedder has degraded', () => {
    const cache = new OutcomeCache();
    cache.keep(request, outcome(1, 'embedder_failing'));
    expect(cache.find(request, statusAt(1))).toBeNull();
  });

  test('keeps a bounded number, the latest asked for', () => {
    const cache = new OutcomeCache();
    const ask = (n: number) => ({ ...request, query: `q${n}` });
    for (let n = 0; n < 300; n++) {
      cache.keep(ask(n), outcome(1));
      cache.find(ask(0), statusAt(1));
    }
    const known = Array.from({ length: 300 }, (_, n) => cache.find(ask(n), statusAt(1)) !== null);
    expect(known.filter(Boolean)).toHaveLength(128);
    expect([known[0], known[1], known[299]]).toEqual([true, false, true]);
  });
});
