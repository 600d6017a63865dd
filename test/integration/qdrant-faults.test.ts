import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { OperationalError } from '../../src/shared/operational-error.ts';
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
import { describeWithOwnQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

const page = (title: string, ...sections: string[]) =>
  `---\ntitle: ${title}\n---\n\nAbout ${title}.\n${sections.map((text, i) => `\n## Part ${i + 1}\n\n${text}\n`).join('')}`;

const BEFORE = {
  'a.md': page('Alpha', 'Graphs are compiled.', 'Chains are short.'),
  'b.md': page('Beta', 'Tools are called.'),
  'c.md': page('Gamma', 'Models answer.'),
};
const AFTER = {
  'a.md': page('Alpha', 'Graphs are compiled and run.', 'Chains are short.'),
  'moved/b.md': page('Beta', 'Tools are called.'),
  'd.md': page('Delta', 'Agents plan.'),
};

/** Staging is the first step that writes documents. */
const isStaging = ({ route, body }: ProxiedRequest) =>
  route.startsWith('PUT') && body.includes('"kind":"document"');
const always = () => true;

describeWithOwnQdrant('sync into a failing Qdrant', (server) => {
  let proxy: FaultProxy;
  let direct: QdrantLocation;
  let proxied: QdrantLocation;
  let fixture: SqliteSyncFixture;
  let source: MemorySource;
  let embedder: WordEmbedder;
  /** The exported index before and after the change. */
  let before: string;
  let after: string;

  beforeAll(async () => {
    const docs = new MemorySource();
    const reference = await SqliteSyncFixture.create();
    docs.commit(BEFORE);
    await reference.sync(docs, { embedder: new WordEmbedder() });
    before = await reference.export();
    docs.commit(AFTER);
    await reference.sync(docs, { embedder: new WordEmbedder() });
    after = await reference.export();
    await reference.dispose();
  });

  beforeEach(async () => {
    proxy = await startFaultProxy(server().url);
    direct = { url: server().url, key: server().key, alias: newAlias() };
    proxied = { ...direct, url: proxy.url };
    fixture = await SqliteSyncFixture.create();
    source = new MemorySource();
    embedder = new WordEmbedder();
    source.commit(BEFORE);
    expect(await run(direct)).toMatchObject({ outcome: 'published', sequence: 1 });
    source.commit(AFTER);
    embedder.texts.length = 0;
  });
  afterEach(async () => {
    await proxy.close();
    await fixture.dispose();
    await removeAlias(server(), direct.alias);
  });

  async function run(location: QdrantLocation, options: SyncOptions = {}): Promise<RunReport> {
    const writer = openQdrantWriter(location, () => Date.now() + fixture.ahead);
    try {
      return await fixture.sync(source, { embedder, writer, allowMassDelete: true, ...options });
    } finally {
      await writer.close();
    }
  }

  async function published(): Promise<string> {
    const reader = openQdrantReader(direct);
    try {
      return await exportOf(reader);
    } finally {
      await reader.close();
    }
  }

  const faults: [string, (request: ProxiedRequest) => boolean, ProxyFault, string][] = [
    ['is down from the start', always, 'refuse', 'QDRANT_UNREACHABLE'],
    ['goes down while the sync stages', isStaging, 'refuse', 'QDRANT_UNREACHABLE'],
    ['never responds', always, 'hang', 'QDRANT_TIMEOUT'],
    ['never responds while the sync stages', isStaging, 'hang', 'QDRANT_TIMEOUT'],
    [
      'has a full disk',
      isStaging,
      { status: 500, body: '{"status":{"error":"Service internal error: No space left on device"}}' },
      'QDRANT_OUT_OF_SPACE',
    ],
    ['is out of storage', isStaging, { status: 507, body: '' }, 'QDRANT_OUT_OF_SPACE'],
    ['has an internal error', isStaging, { status: 500, body: '{}' }, 'QDRANT_BAD_RESPONSE'],
    ['limits the rate permanently', isStaging, { status: 429, body: '' }, 'QDRANT_RATE_LIMITED'],
    [
      'does not finish a write in time',
      isStaging,
      { status: 200, body: '{"result":{"operation_id":1,"status":"wait_timeout"},"status":"ok"}' },
      'QDRANT_TIMEOUT',
    ],
    ['is another server', always, { status: 200, body: '<html>' }, 'QDRANT_BAD_RESPONSE'],
    [
      'is too old',
      ({ route }) => route === 'GET /',
      { status: 200, body: '{"title":"qdrant","version":"1.15.4"}' },
      'QDRANT_TOO_OLD',
    ],
  ];
  test.each(faults)(
    'a sync fails with a specific code and keeps the published index if Qdrant %s',
    async (_, when, fault, code) => {
      proxy.fail((request) => (when(request) ? fault : null));
      const report = await run({ ...proxied, timeLimitMs: 300 });
      expect(report).toMatchObject({
        outcome: 'failed',
        error: { code, advice: expect.stringMatching(/\w/) },
      });
      expect(await published()).toBe(before);

      proxy.fail(null);
      fixture.ahead = LEASE_MS;
      expect(await run(proxied)).toMatchObject({ outcome: 'published', sequence: 2 });
      expect(await published()).toBe(after);
    },
  );

  test.each([
    ['a wrong key', 'wrong', 'QDRANT_UNAUTHORIZED'],
    ['no key', undefined, 'QDRANT_UNAUTHORIZED'],
    ['the read-only key', 'read-only', 'QDRANT_READ_ONLY_KEY'],
  ])('a sync with %s for Qdrant fails before it embeds anything', async (_, key, code) => {
    const report = await run({ ...direct, key: key === 'read-only' ? server().readOnlyKey : key });
    expect(report).toMatchObject({ outcome: 'failed', error: { code } });
    expect(report.error?.advice).toContain('QDRANT_API_KEY');
    expect(embedder.texts).toEqual([]);
    expect(await published()).toBe(before);
  });

  test('a sync retries every request that Qdrant refuses once', async () => {
    const failed = new Set<string>();
    proxy.fail(({ route, body }) => {
      const request = `${route} ${body}`;
      if (failed.has(request)) return null;
      failed.add(request);
      return failed.size % 2 === 0
        ? { status: 503, body: '{}' }
        : { status: 429, body: '{}', headers: { 'retry-after': '12' } };
    });
    expect(await run(proxied)).toMatchObject({ outcome: 'published', sequence: 2 });
    expect(await published()).toBe(after);
    expect(failed.size).toBeGreaterThan(15);
  });

  test('a sync publishes once even if the response to every write is lost once', async () => {
    const lost = new Set<string>();
    proxy.fail(({ route, body }) => {
      const request = `${route} ${body}`;
      if (route.startsWith('GET') || lost.has(request)) return null;
      lost.add(request);
      return 'lose the answer';
    });
    expect(await run(proxied)).toMatchObject({ outcome: 'published', sequence: 2 });
    expect(await published()).toBe(after);
  });

  test('the next run completes a sync that lost Qdrant at any request', async () => {
    await run(proxied);
    const requests = proxy.requests.length;
    expect(requests).toBeGreaterThan(20);
    let seen = after;
    for (let survived = 1; survived < requests; survived += 1) {
      const [files, target] = seen === after ? [BEFORE, before] : [AFTER, after];
      source.commit(files);
      const start = proxy.requests.length;
      proxy.fail(({ number }) => (number > start + survived ? 'refuse' : null));
      const report = await run(proxied);
      proxy.fail(null);
      const left = await published();
      expect([seen, target]).toContain(left);
      if (report.outcome === 'published') expect(left).toBe(target);

      fixture.ahead += LEASE_MS;
      const next = await run(proxied);
      expect(next.outcome).toBe(left === target ? 'unchanged' : 'published');
      expect(await published()).toBe(target);
      seen = target;
    }
  });

  test('a rebuild that loses Qdrant at any kind of request leaves a complete index', async () => {
    await run(proxied);
    const start = proxy.requests.length;
    await run(proxied, { rebuild: true });
    const kinds = new Set(proxy.requests.slice(start).map(kindOf));
    expect(kinds.size).toBeGreaterThan(8);
    for (const kind of kinds) {
      let dead = false;
      proxy.fail((request) => {
        dead ||= kindOf(request) === kind;
        return dead ? 'refuse' : null;
      });
      await run(proxied, { rebuild: true });
      proxy.fail(null);
      expect(await published()).toBe(after);
      fixture.ahead += LEASE_MS;
    }
    expect(await run(proxied, { rebuild: true })).toMatchObject({ outcome: 'published' });
    expect(await published()).toBe(after);
  });

  test('a rebuild leaves a complete index if any one request fails from the switch of generations on', async () => {
    await run(proxied);
    let failed: boolean;
    let succeeding = 0;
    do {
      let left = succeeding;
      let switching = false;
      let failing: string | undefined;
      proxy.fail(({ route, body }) => {
        switching ||= /"switched_at":[1-9]/.test(body);
        if (switching && left-- === 0) failing = `${route} ${body}`;
        return failing === `${route} ${body}` ? 'lose the answer' : null;
      });
      await run(proxied, { rebuild: true });
      proxy.fail(null);
      failed = failing !== undefined;
      expect(await published()).toBe(after);

      fixture.ahead += LEASE_MS;
      expect((await run(proxied)).outcome).toBe('unchanged');
      expect(await published()).toBe(after);
      succeeding += 1;
    } while (failed);
    expect(succeeding).toBeGreaterThan(5);
  });

  test('rebuilds one after the other leave two generations, even if the answer to a creation is lost', async () => {
    await run(proxied);
    for (let rebuilds = 0; rebuilds < 3; rebuilds += 1) {
      let lost = false;
      proxy.fail(({ route }) => {
        if (lost || !/^PUT \/collections\/[^/]+$/.test(route)) return null;
        lost = true;
        return 'lose the answer';
      });
      expect(await run(proxied, { rebuild: true })).toMatchObject({ outcome: 'published' });
      expect(lost).toBe(true);
      const answer = await fetch(`${direct.url}/collections`, { headers: { 'api-key': server().key } });
      const { result } = (await answer.json()) as { result: { collections: { name: string }[] } };
      expect(result.collections.filter(({ name }) => name.startsWith(`${direct.alias}-g`))).toHaveLength(2);
    }
    expect(await published()).toBe(after);
  });

  test('Qdrant keeps the published index if it is killed while a sync stages', async () => {
    proxy.fail((request) => {
      if (isStaging(request)) void server().kill();
      return null;
    });
    expect(await run(proxied)).toMatchObject({ outcome: 'failed', error: { code: 'QDRANT_UNREACHABLE' } });
    await server().restart();
    proxy.fail(null);
    expect(await published()).toBe(before);
    fixture.ahead = LEASE_MS;
    expect(await run(proxied)).toMatchObject({ outcome: 'published', sequence: 2 });
    expect(await published()).toBe(after);
  });

  describe('QdrantReader', () => {
    test('QdrantReader rejects while Qdrant is down and recovers when it is back', async () => {
      const reader = openQdrantReader(proxied);
      proxy.fail(() => 'refuse');
      await expect(reader.status()).rejects.toMatchObject({ code: 'QDRANT_UNREACHABLE' });
      proxy.fail(null);
      expect(await reader.status()).toMatchObject({ sequence: 1 });
      await reader.close();
    });

    test('QdrantReader.status() rejects at once when its signal aborts', async () => {
      const reader = openQdrantReader(proxied);
      proxy.fail(() => 'hang');
      const caller = new AbortController();
      const asked = reader.status(caller.signal);
      caller.abort(new Error('enough'));
      await expect(asked).rejects.toThrow('enough');
      await reader.close();
    });

    test('QdrantReader does not quote the API key in errors', async () => {
      const secret = 'a-very-secret-key';
      const reader = openQdrantReader({ ...proxied, key: secret });
      proxy.fail(() => ({ status: 400, body: `{"status":{"error":"what is ${secret}?"}}` }));
      const error: unknown = await reader.status().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(OperationalError);
      expect(String(error)).toContain('what is ***?');
      await reader.close();
    });
  });

  test.each([
    ['alias', 'unchanged', 1],
    ['collection', 'published', 1],
  ])('the next run restores a Qdrant index whose %s was deleted', async (what, outcome, sequence) => {
    source.commit(BEFORE);
    await deleteFromQdrant(what);
    const reader = openQdrantReader(direct);
    expect(await reader.status()).toMatchObject({ sequence: 0 });
    expect(await run(direct)).toMatchObject({ outcome, sequence });
    expect(await published()).toBe(before);
    expect(await reader.status()).toMatchObject({ sequence, documents: 3 });
    await reader.close();
  });

  async function deleteFromQdrant(what: string): Promise<void> {
    const { url, key } = server();
    const headers = { 'content-type': 'application/json', 'api-key': key };
    const actions = [{ delete_alias: { alias_name: direct.alias } }];
    const [path, method, body] =
      what === 'alias'
        ? ['/collections/aliases', 'POST', JSON.stringify({ actions })]
        : [`/collections/${direct.alias}-g1`, 'DELETE', null];
    expect((await fetch(`${url}${path}`, { method, headers, body })).ok).toBe(true);
  }

  test('a foreign Qdrant collection is neither read nor written', async () => {
    const { url, key = '' } = server();
    const alias = newAlias();
    const headers = { 'content-type': 'application/json', 'api-key': key };
    await fetch(`${url}/collections/${alias}`, { method: 'PUT', headers, body: '{"vectors":{}}' });
    const foreign = { code: 'QDRANT_FOREIGN_COLLECTION', message: expect.stringContaining(alias) };
    const location = { ...direct, alias };
    expect(await run(location)).toMatchObject({ outcome: 'failed', error: foreign });
    const reader = openQdrantReader(location);
    await expect(reader.status()).rejects.toMatchObject(foreign);
    await expect(reader.search({ text: 'graph', limit: 1, chunksPerDocument: 1 })).rejects.toMatchObject(
      foreign,
    );
    await reader.close();
    await removeAlias(server(), alias);
  });
});

/** Returns the kind of a request: its route and the kind of its point, without names and numbers. */
function kindOf({ route, body }: ProxiedRequest): string {
  const kind = /"kind":"(\w+)"/.exec(body)?.[1] ?? '';
  return `${route.replace(/test-\w+(-g\d+)?/, '*')} ${kind}`;
}
