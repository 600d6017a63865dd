import { describe, expect, test } from '@jest/globals';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import { silentLogger } from '../../shared/logger.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { FailFastReader } from './fail-fast-reader.ts';
import { IndexLog, StatusCache } from './status-cache.ts';

const corrupt = new OperationalError('INDEX_CORRUPT', 'It is damaged.', 'Restore it.');
const down = new OperationalError('QDRANT_UNREACHABLE', 'No answer.', 'Start it.');
const published: IndexStatus = { ...EMPTY_STATUS, sequence: 1 };
const found = { document: null, status: published };

/** A fail-fast reader of an index whose status and documents are what `index` says at the moment. */
function open(index: { status?: () => Promise<IndexStatus>; document?: () => Promise<typeof found> }) {
  const time = { now: 0 };
  const clock = () => time.now;
  const lines: string[] = [];
  const indexReader = {
    status: () => index.status?.() ?? Promise.resolve(published),
    document: (_: string, signal?: AbortSignal) => {
      signal?.addEventListener('abort', () => lines.push('stopped'));
      return index.document?.() ?? Promise.resolve(found);
    },
    search: async () => ({ matches: [], status: published }),
    list: async () => ({ documents: [], status: published }),
    entries: async () => ({ entries: [], status: published }),
    changesSince: async () => ({ changes: [], status: published }),
  };
  const log = new IndexLog(silentLogger);
  const status = new StatusCache({ reader: indexReader, clock, log, deadlineMs: 20 });
  const logger = { error: (line: unknown) => lines.push(String(line)) };
  const reader = new FailFastReader({ reader: indexReader, status, clock, logger, slowReadMs: 10 });
  return { reader, time, lines };
}

describe('a fail-fast reader', () => {
  test('the fail-fast reader returns no status that is older than that of the last answer', async () => {
    const next = { ...published, sequence: 2 };
    const { reader } = open({ document: async () => ({ document: null, status: next }) });
    expect(await reader.status()).toBe(published);
    await reader.document('a.md');
    expect(await reader.status()).toBe(next);
  });

  test('the fail-fast reader aborts a slow read if the status cannot be read either', async () => {
    const index: Parameters<typeof open>[0] = {};
    const { reader, lines } = open(index);
    await reader.status();
    index.status = index.document = () => new Promise<never>(() => {});
    await expect(reader.document('a.md')).rejects.toMatchObject({ code: 'INDEX_TIMEOUT' });
    expect(lines).toEqual(['stopped']);
  });

  test('the fail-fast reader waits for a slow read while the status can be read', async () => {
    const slow = Promise.withResolvers<typeof found>();
    let reads = 0;
    const { reader } = open({
      document: () => slow.promise,
      status: async () => {
        reads += 1;
        if (reads === 2) slow.resolve(found);
        return published;
      },
    });
    await reader.status();
    expect(await reader.document('a.md')).toBe(found);
  });

  test('the fail-fast reader refuses to return the status for ten seconds after a read has failed', async () => {
    const { reader, time, lines } = open({ document: () => Promise.reject(corrupt) });
    await expect(reader.document('a.md')).rejects.toBe(corrupt);
    await expect(reader.document('b.md')).rejects.toBe(corrupt);
    time.now = 9_999;
    await expect(reader.status()).rejects.toBe(corrupt);
    time.now = 10_001;
    expect(await reader.status()).toBe(published);
    expect(lines.filter((line) => line.includes('INDEX_CORRUPT'))).toHaveLength(1);
  });

  test('the fail-fast reader goes on to fail for an index of which a part is damaged, though another document can be read', async () => {
    const index: Parameters<typeof open>[0] = { document: () => Promise.reject(corrupt) };
    const { reader } = open(index);
    await expect(reader.document('a.md')).rejects.toBe(corrupt);
    delete index.document;
    await reader.document('b.md');
    await expect(reader.status()).rejects.toBe(corrupt);
  });

  test('the fail-fast reader returns the status again after a successful read of the kind that failed, not of another', async () => {
    const refused = new OperationalError('INDEX_UNREADABLE', 'No permission.', 'Give it.');
    const index: Parameters<typeof open>[0] = { document: () => Promise.reject(refused) };
    const { reader } = open(index);
    await expect(reader.document('a.md')).rejects.toBe(refused);
    await reader.list();
    await expect(reader.status()).rejects.toBe(refused);
    delete index.document;
    await reader.document('a.md');
    expect(await reader.status()).toBe(published);
  });

  test.each([
    ['one read was refused', new OperationalError('QDRANT_REFUSED', 'Too long.', 'Shorten it.')],
    ['the index was locked for a moment', new OperationalError('INDEX_LOCKED', 'Locked.', 'Wait.')],
    ['its server was away for a moment', down],
  ])(
    'the fail-fast reader still returns the status after a transient failure of a read: %s',
    async (_, error) => {
      const { reader } = open({ document: () => Promise.reject(error) });
      await expect(reader.document('a.md')).rejects.toBe(error);
      expect(await reader.status()).toBe(published);
    },
  );

  test('the fail-fast reader still returns the status after a client has aborted its read', async () => {
    const { reader } = open({ document: () => new Promise<never>(() => {}) });
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(reader.document('a.md', gone)).rejects.toThrow('gone');
    expect(await reader.status()).toBe(published);
  });
});
