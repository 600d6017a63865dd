import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LEASE_MS } from '../../src/worker/index/index-writer.ts';
import type { RunReport } from '../../src/worker/sync/run-report.ts';
import {
  type FaultProxy,
  type ProxiedRequest,
  type ProxyFault,
  startFaultProxy,
} from '../support/fault-proxy.ts';
import { MemorySource } from '../support/memory-source.ts';
import { openQdrantReader, openQdrantWriter, type QdrantLocation } from '../support/qdrant-index.ts';
import { exportOf, SqliteSyncFixture, type SyncOptions } from '../support/sync-fixture.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

describeWithQdrant('first sync into Qdrant', (server) => {
  const source = new MemorySource();
  let fixture: SqliteSyncFixture;
  let proxy: FaultProxy;
  /** The export of a complete sync. */
  let complete: string;
  /** How many requests a complete sync makes, and how many it makes until it has taken the lease. */
  let requests: number;
  let untilLease: number;

  beforeAll(async () => {
    source.commit({ 'a.md': '# Alpha\n\nGraphs are compiled.\n', 'b.md': '# Beta\n\nTools are called.\n' });
    proxy = await startFaultProxy(server().url);
    fixture = await SqliteSyncFixture.create();
    const location = newIndex();
    expect(await run(location)).toMatchObject({ outcome: 'published', sequence: 1 });
    requests = proxy.requests.length;
    untilLease = proxy.requests.findIndex(({ body }) => body.includes('"lease_owner":"test"')) + 1;
    expect(untilLease).toBeGreaterThan(10);
    complete = await exported(location);
    await removeAlias(server(), location.alias);
  });
  afterAll(async () => {
    await fixture.dispose();
    await proxy.close();
  });

  function newIndex(): QdrantLocation {
    return { url: proxy.url, key: server().key, alias: newAlias() };
  }

  async function run(location: QdrantLocation, options: SyncOptions = {}): Promise<RunReport> {
    const writer = openQdrantWriter(location, () => Date.now() + fixture.ahead);
    try {
      return await fixture.sync(source, { embedder: new WordEmbedder(), writer, ...options });
    } finally {
      await writer.close();
    }
  }

  async function exported(location: QdrantLocation): Promise<string> {
    const reader = openQdrantReader(location);
    try {
      return await exportOf(reader);
    } finally {
      await reader.close();
    }
  }

  /** Chooses the fault of a request of a first sync; `number` counts from 1. */
  type Fault = (request: ProxiedRequest, number: number) => ProxyFault | null;

  /** Runs a first sync with faults, then checks that the index can be read and that the next run completes it. */
  async function failThenHeal(fault: Fault, next: SyncOptions = {}): Promise<void> {
    const location = newIndex();
    try {
      const start = proxy.requests.length;
      proxy.fail((request) => fault(request, request.number - start));
      await run(location);
      proxy.fail(null);
      await expectReadable(location);

      fixture.ahead += LEASE_MS;
      const report = await run(location, next);
      expect(report.error).toBeUndefined();
      expect(report.outcome).not.toBe('skipped');
      expect(await exported(location)).toBe(complete);
    } finally {
      proxy.fail(null);
      await removeAlias(server(), location.alias);
    }
  }

  /** Every read succeeds, on nothing or on the complete index. */
  async function expectReadable(location: QdrantLocation): Promise<void> {
    const reader = openQdrantReader(location);
    try {
      const { sequence } = await reader.status();
      const { matches } = await reader.search({ text: 'graphs', limit: 5, chunksPerDocument: 1 });
      const { changes } = await reader.changesSince();
      expect([sequence, matches.length, changes.length]).toEqual(sequence === 0 ? [0, 0, 0] : [1, 1, 1]);
      expect(await exportOf(reader)).toBe(sequence === 0 ? '' : complete);
    } finally {
      await reader.close();
    }
  }

  const diesAfter =
    (last: number): Fault =>
    (_, number) =>
      number > last ? 'refuse' : null;

  test('the next sync completes an index that the first sync lost after any request', async () => {
    for (let last = 1; last < requests; last += 1) await failThenHeal(diesAfter(last));
  });

  test('a rebuild completes an index that the first sync lost after any request until it had the lease', async () => {
    for (let last = 1; last <= untilLease; last += 1) await failThenHeal(diesAfter(last), { rebuild: true });
  });

  test.each<[string, ProxyFault]>([
    ['fails', { status: 500, body: '{"status":{"error":"a node is down"}}' }],
    ['is applied but never acknowledged', 'lose the answer'],
  ])('the next sync completes an index if any one request of the first sync %s', async (_, fault) => {
    for (let number = 1; number <= requests; number += 1) {
      let failing: string | undefined;
      await failThenHeal(({ route, body }, current) => {
        if (current === number) failing = `${route} ${body}`;
        return failing === `${route} ${body}` ? fault : null;
      });
    }
  });
});
