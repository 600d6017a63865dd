import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { match } from '../../test/support/document-builder.ts';
import { lexicalServices } from '../../test/support/running-app.ts';
import { statusAt } from '../../test/support/status-at.ts';
import type { IndexStatus } from '../shared/domain/index-status.ts';
import type { IndexReader } from '../shared/index/index-reader.ts';
import { OperationalError } from '../shared/operational-error.ts';
import { searchDocsTool } from './mcp/tools/search-docs-tool.ts';

/** Services over an index of one document that has this status, and what they have read of it. */
function open(readStatus: () => Promise<IndexStatus>) {
  const reads = { status: 0, search: 0, list: 0, document: 0 };
  const found = match('core/graph.md', 'A graph has nodes.');
  const reader: IndexReader = {
    status() {
      reads.status += 1;
      return readStatus();
    },
    async search() {
      reads.search += 1;
      return { matches: [found], status: await readStatus() };
    },
    async entries() {
      return { entries: [found.document], status: await readStatus() };
    },
    async list() {
      reads.list += 1;
      return { documents: [found.document], status: await readStatus() };
    },
    async document() {
      reads.document += 1;
      return { document: null, status: await readStatus() };
    },
    changesSince: async () => ({ changes: [], status: await readStatus() }),
    termCounts: async () => ({ counts: new Map(), status: await readStatus() }),
    namesUnder: async () => ({ names: [], status: await readStatus() }),
    outdatedNames: async () => ({ names: new Map(), status: await readStatus() }),
    async *scan() {},
    async close() {},
  };
  const services = lexicalServices(reader, { version: '1.2.3' });
  return { services, reads };
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a search below a path prefix', () => {
  const search = (services: ReturnType<typeof open>['services'], query = 'graph') =>
    searchDocsTool(services).call({ query, path_prefix: 'core/' }, new AbortController().signal);

  test('a search below a path prefix reads the status once and has one deadline', async () => {
    const { services, reads } = open(async () => statusAt(1));
    await search(services);
    expect(reads).toEqual({ status: 1, search: 1, list: 1, document: 0 });
    const timers = jest.spyOn(globalThis, 'setTimeout');
    await search(services, 'nodes');
    const deadlines = timers.mock.calls.filter(([, ms]) => ms !== undefined && ms > 1_000);
    expect(deadlines.map(([, ms]) => ms)).toEqual([8_000]);
    expect(reads).toEqual({ status: 1, search: 2, list: 1, document: 0 });
  });

  test('a repeated search is answered from memory until the next publish', async () => {
    let status = statusAt(1);
    const { services, reads } = open(async () => status);
    await search(services);
    await search(services);
    expect(reads).toMatchObject({ search: 1, list: 1 });
    status = statusAt(2);
    await services.reader.document('other.md');
    await search(services);
    expect(reads).toMatchObject({ search: 2, list: 2 });
  });
});

test('document requests read the status once and no document if the status cannot be read', async () => {
  const down = new OperationalError('QDRANT_UNREACHABLE', 'No answer.', 'Start it.');
  const { services, reads } = open(() => Promise.reject(down));
  const reading = Array.from({ length: 60 }, () => services.reader.document('a.md'));
  expect(await Promise.allSettled(reading)).toEqual(
    reading.map(() => ({ status: 'rejected', reason: down })),
  );
  expect(reads).toEqual({ status: 1, search: 0, list: 0, document: 0 });
});
