import { beforeAll, describe, expect, test } from '@jest/globals';
import pMap from 'p-map';
import { LEASE_MS } from '../../src/worker/index/index-writer.ts';
import {
  type FaultProxy,
  type ProxiedRequest,
  type ProxyFault,
  startFaultProxy,
} from '../support/fault-proxy.ts';
import { MemorySource } from '../support/memory-source.ts';
import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import { SyncFixture, type SyncOptions } from '../support/sync-fixture.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

/** A sync into Qdrant mostly waits for the disk, so several indexes are built at once. */
const CONCURRENCY = { concurrency: 4 };

/** A Qdrant index that does not exist yet, behind a proxy of its own. */
interface EmptyIndex extends AsyncDisposable {
  readonly alias: string;
  readonly proxy: FaultProxy;
  readonly fixture: SyncFixture;
}

describeWithQdrant('first sync into Qdrant', (server) => {
  const source = new MemorySource();
  /** The requests of a complete sync. */
  let requests: readonly ProxiedRequest[];
  /** The export of a complete sync. */
  let complete: string;

  beforeAll(async () => {
    source.commit({ 'a.md': '# Alpha\n\nGraphs are compiled.\n', 'b.md': '# Beta\n\nTools are called.\n' });
    await using index = await createIndex();
    expect(await index.fixture.sync(source, options())).toMatchObject({ outcome: 'published' });
    requests = [...index.proxy.requests];
    complete = await index.fixture.export();
  });

  async function createIndex(alias = newAlias()): Promise<EmptyIndex> {
    const proxy = await startFaultProxy(server().url);
    const location = { ...server(), url: proxy.url, alias };
    const fixture = new SyncFixture({
      openReader: () => openQdrantReader(location),
      openWriter: (clock) => openQdrantWriter(location, clock),
      remove: () => removeAlias(server(), alias),
    });
    const dispose = async () => {
      await fixture.dispose();
      await proxy.close();
    };
    return { alias, proxy, fixture, [Symbol.asyncDispose]: dispose };
  }

  function options(more: SyncOptions = {}): SyncOptions {
    return { embedder: new WordEmbedder(), ...more };
  }

  /** Runs a first sync with faults, then checks that the index can be read. */
  async function fail(
    { proxy, fixture }: EmptyIndex,
    rule: (request: ProxiedRequest) => ProxyFault | null,
  ): Promise<void> {
    proxy.fail(rule);
    await fixture.sync(source, options());
    proxy.fail(null);
    const { sequence } = await fixture.reader.status();
    const { matches } = await fixture.reader.search({ text: 'graphs', limit: 5, chunksPerDocument: 1 });
    const { changes } = await fixture.reader.changesSince();
    expect([sequence, matches.length, changes.length]).toEqual(sequence === 0 ? [0, 0, 0] : [1, 1, 1]);
    expect(await fixture.export()).toBe(sequence === 0 ? '' : complete);
  }

  /** Checks that the next run completes the index, once the lease has expired. */
  async function expectNextRunCompletes({ fixture }: EmptyIndex, next: SyncOptions = {}): Promise<void> {
    fixture.ahead = LEASE_MS;
    const { error, outcome } = await fixture.sync(source, options(next));
    expect(error).toBeUndefined();
    expect(['published', 'unchanged']).toContain(outcome);
    expect(await fixture.export()).toBe(complete);
  }

  const diesAfter =
    (last: number) =>
    ({ number }: ProxiedRequest): ProxyFault | null =>
      number > last ? 'refuse' : null;

  /** Returns how many requests a complete sync makes until it has created its first collection, and has the lease. */
  function untilCreatedAndLeased(): { created: number; leased: number } {
    const numberOf = (text: string) => 1 + requests.findIndex(({ body }) => body.includes(text));
    const found = { created: numberOf('"metadata":{"program"'), leased: numberOf('"lease_owner":"test"') };
    expect(found.created).toBeGreaterThan(0);
    expect(found.leased).toBeGreaterThan(found.created);
    return found;
  }

  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

  test.each<[string, SyncOptions]>([
    ['sync', {}],
    ['rebuild', { rebuild: true }],
  ])(
    'a %s completes a Qdrant index whose first sync ended after any request up to the lease',
    async (_, next) => {
      await pMap(
        numbers(1, untilCreatedAndLeased().leased),
        async (last) => {
          await using index = await createIndex();
          await fail(index, diesAfter(last));
          await expectNextRunCompletes(index, next);
        },
        CONCURRENCY,
      );
    },
  );

  const isWrite = ({ route }: ProxiedRequest) => /^PUT|\/(aliases|payload|batch)$/.test(route);

  test.each<[string, (request: ProxiedRequest) => boolean, ProxyFault]>([
    [
      'request of the first sync fails',
      () => true,
      { status: 500, body: '{"status":{"error":"a node is down"}}' },
    ],
    ['write of the first sync is applied but never acknowledged', isWrite, 'lose the answer'],
  ])('the next sync completes a Qdrant index if any one %s', async (_, isAffected, fault) => {
    const affected = requests.flatMap((request, i) => (isAffected(request) ? [i + 1] : []));
    expect(affected.length).toBeGreaterThan(15);
    await pMap(
      affected,
      async (number) => {
        await using index = await createIndex();
        // All retries of the request fail as well.
        let failing: string | undefined;
        await fail(index, ({ number: current, route, body }) => {
          if (current === number) failing = `${route} ${body}`;
          return failing === `${route} ${body}` ? fault : null;
        });
        await expectNextRunCompletes(index);
      },
      CONCURRENCY,
    );
  });

  describe('two runs at once', () => {
    test('two runs at once complete a Qdrant index whose first sync ended after any request up to the lease', async () => {
      const { created, leased } = untilCreatedAndLeased();
      await pMap(
        numbers(created, leased),
        async (last) => {
          await using index = await createIndex();
          await using other = await createIndex(index.alias);
          await fail(index, diesAfter(last));
          index.fixture.ahead = other.fixture.ahead = LEASE_MS;
          const reports = await Promise.all([
            index.fixture.sync(source, options({ owner: 'one' })),
            other.fixture.sync(source, options({ owner: 'two' })),
          ]);
          expect(reports.map(({ error }) => error)).toEqual([undefined, undefined]);
          expect(reports.map(({ outcome }) => outcome)).toContain('published');
          expect(await index.fixture.export()).toBe(complete);
        },
        CONCURRENCY,
      );
    });

    test('a slow run that creates the Qdrant alias does not undo what a faster run has published meanwhile', async () => {
      await using slow = await createIndex();
      await using fast = await createIndex(slow.alias);
      const [waiting, published] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      slow.proxy.fail(({ route }) => {
        if (route !== 'POST /collections/aliases') return null;
        waiting.resolve();
        return { after: published.promise };
      });
      // A run that fails early records itself in a generation without a fingerprint, which the next sync replaces.
      const at = new Date().toISOString();
      const recorded = slow.fixture.writer.recordRun({ outcome: 'failed', startedAt: at, finishedAt: at });
      await waiting.promise;
      expect(await fast.fixture.sync(source, options())).toMatchObject({ outcome: 'published', sequence: 1 });
      published.resolve();
      await recorded;
      expect(await fast.fixture.reader.status()).toMatchObject({ sequence: 1, documents: 2 });
      expect(await fast.fixture.export()).toBe(complete);
    });
  });

  test.each([
    ['without metadata', {}],
    ['with the metadata of another program', { metadata: { program: 'another' } }],
  ])('a first sync refuses a Qdrant collection %s in place of its own', async (_, metadata) => {
    await using index = await createIndex();
    const { key = '' } = server();
    const address = `${server().url}/collections/${index.alias}-g1`;
    const send = async (method: string, path = '', body: object | null = null): Promise<unknown> => {
      const headers = { 'content-type': 'application/json', 'api-key': key };
      const init = { method, headers, body: body === null ? null : JSON.stringify(body) };
      return ((await (await fetch(`${address}${path}`, init)).json()) as { result: unknown }).result;
    };
    await send('PUT', '', { vectors: {}, ...metadata });
    await send('PUT', '/points?wait=true', { points: [{ id: 1, vector: {}, payload: { theirs: true } }] });
    const contents = async () => [await send('GET'), await send('GET', '/points/1')];
    const before = await contents();
    for (const rebuild of [false, true]) {
      const error = {
        code: 'QDRANT_FOREIGN_COLLECTION',
        message: expect.stringContaining(`${index.alias}-g1`),
      };
      expect(await index.fixture.sync(source, options({ rebuild }))).toMatchObject({
        outcome: 'failed',
        error,
      });
      expect(await index.fixture.reader.status()).toMatchObject({ sequence: 0 });
    }
    expect(await contents()).toEqual(before);
  });

  test('a Qdrant index whose state was deleted reads as empty, and the next sync restores it', async () => {
    await using index = await createIndex();
    await index.fixture.sync(source, options());
    const headers = { 'content-type': 'application/json', 'api-key': server().key ?? '' };
    const body = JSON.stringify({ filter: { must: [{ key: 'kind', match: { value: 'state' } }] } });
    const url = `${server().url}/collections/${index.alias}/points/delete?wait=true`;
    expect((await fetch(url, { method: 'POST', headers, body })).ok).toBe(true);
    expect(await index.fixture.reader.status()).toMatchObject({ sequence: 0 });
    expect(await index.fixture.export()).toBe('');
    await expectNextRunCompletes(index);
  });
});
