import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { OperationalError } from '../../src/shared/operational-error.ts';
import { LEASE_MS } from '../../src/worker/index/index-writer.ts';
import type { RunReport } from '../../src/worker/sync/run-report.ts';
import { type Fault, type FaultProxy, type Passing, startFaultProxy } from '../support/fault-proxy.ts';
import { MemorySource } from '../support/memory-source.ts';
import { openQdrantReader, openQdrantWriter, type QdrantLocation } from '../support/qdrant-index.ts';
import { exportOf, SqliteWorkshop, type SyncOptions } from '../support/sync-workshop.ts';
import { describeWithOwnQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

jest.setTimeout(120_000);

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

/** Staging is the first step that puts documents. */
const isStaging = ({ route, body }: Passing) => route.startsWith('PUT') && body.includes('"kind":"document"');
const always = () => true;

describeWithOwnQdrant('failures of Qdrant', (server) => {
  let proxy: FaultProxy;
  let direct: QdrantLocation;
  let troubled: QdrantLocation;
  let shop: SqliteWorkshop;
  let source: MemorySource;
  let embedder: WordEmbedder;
  /** What readers see before and after the change. */
  let before: string;
  let after: string;

  beforeAll(async () => {
    const docs = new MemorySource();
    const untroubled = await SqliteWorkshop.create();
    docs.commit(BEFORE);
    await untroubled.sync(docs, { embedder: new WordEmbedder() });
    before = await untroubled.export();
    docs.commit(AFTER);
    await untroubled.sync(docs, { embedder: new WordEmbedder() });
    after = await untroubled.export();
    await untroubled.dispose();
  });

  beforeEach(async () => {
    proxy = await startFaultProxy(server().url);
    direct = { url: server().url, key: server().key, alias: newAlias() };
    troubled = { ...direct, url: proxy.url };
    shop = await SqliteWorkshop.create();
    source = new MemorySource();
    embedder = new WordEmbedder();
    source.commit(BEFORE);
    expect(await run(direct)).toMatchObject({ outcome: 'published', sequence: 1 });
    source.commit(AFTER);
    embedder.texts.length = 0;
  });
  afterEach(async () => {
    await proxy.close();
    await shop.dispose();
    await removeAlias(server(), direct.alias);
  });

  async function run(place: QdrantLocation, options: SyncOptions = {}): Promise<RunReport> {
    const writer = openQdrantWriter(place, () => Date.now() + shop.ahead);
    try {
      return await shop.sync(source, { embedder, writer, allowMassDelete: true, ...options });
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

  const faults: [string, (request: Passing) => boolean, Fault, string][] = [
    ['that is down from the start', always, 'refuse', 'QDRANT_UNREACHABLE'],
    ['that goes down while staging', isStaging, 'refuse', 'QDRANT_UNREACHABLE'],
    ['that never answers', always, 'hang', 'QDRANT_TIMEOUT'],
    ['that never answers while staging', isStaging, 'hang', 'QDRANT_TIMEOUT'],
    [
      'that has a full disk',
      isStaging,
      { status: 500, body: '{"status":{"error":"Service internal error: No space left on device"}}' },
      'QDRANT_OUT_OF_SPACE',
    ],
    ['that is out of storage', isStaging, { status: 507, body: '' }, 'QDRANT_OUT_OF_SPACE'],
    ['that has an internal error', isStaging, { status: 500, body: '{}' }, 'QDRANT_BAD_RESPONSE'],
    ['that always limits the rate', isStaging, { status: 429, body: '' }, 'QDRANT_RATE_LIMITED'],
    [
      'that does not finish a write in time',
      isStaging,
      { status: 200, body: '{"result":{"operation_id":1,"status":"wait_timeout"},"status":"ok"}' },
      'QDRANT_TIMEOUT',
    ],
    ['that is another kind of server', always, { status: 200, body: '<html>' }, 'QDRANT_BAD_RESPONSE'],
    [
      'that is too old',
      ({ route }) => route === 'GET /',
      { status: 200, body: '{"title":"qdrant","version":"1.15.4"}' },
      'QDRANT_TOO_OLD',
    ],
  ];
  test.each(faults)(
    'a Qdrant %s fails the run with a fitting code, readers keep the published index, and the next run succeeds',
    async (_, when, fault, code) => {
      proxy.fail((request) => (when(request) ? fault : null));
      const report = await run({ ...troubled, timeLimitMs: 300 });
      expect(report).toMatchObject({
        outcome: 'failed',
        error: { code, advice: expect.stringMatching(/\w/) },
      });
      expect(await published()).toBe(before);

      proxy.fail(null);
      shop.ahead = LEASE_MS;
      expect(await run(troubled)).toMatchObject({ outcome: 'published', sequence: 2 });
      expect(await published()).toBe(after);
    },
  );

  test.each([
    ['a wrong key', 'wrong', 'QDRANT_UNAUTHORIZED'],
    ['no key', undefined, 'QDRANT_UNAUTHORIZED'],
    ['the read-only key', 'read-only', 'QDRANT_READ_ONLY_KEY'],
  ])(
    'a worker with %s fails before it embeds anything, with a message that says so',
    async (_, key, code) => {
      const report = await run({ ...direct, key: key === 'read-only' ? server().readOnlyKey : key });
      expect(report).toMatchObject({ outcome: 'failed', error: { code } });
      expect(report.error?.advice).toContain('QDRANT_API_KEY');
      expect(embedder.texts).toEqual([]);
      expect(await published()).toBe(before);
    },
  );

  test('a request that fails once is retried, after the wait that Qdrant asks for', async () => {
    const failed = new Set<string>();
    proxy.fail(({ route, body }) => {
      const request = `${route} ${body}`;
      if (failed.has(request)) return null;
      failed.add(request);
      return failed.size % 2 === 0
        ? { status: 503, body: '{}' }
        : { status: 429, body: '{}', headers: { 'retry-after': '12' } };
    });
    expect(await run(troubled)).toMatchObject({ outcome: 'published', sequence: 2 });
    expect(await published()).toBe(after);
    expect(failed.size).toBeGreaterThan(15);
  });

  test('a sync in which every request is sent twice, because its response was lost, has the same result', async () => {
    const lost = new Set<string>();
    proxy.fail(({ route, body }) => {
      const request = `${route} ${body}`;
      if (route.startsWith('GET') || lost.has(request)) return null;
      lost.add(request);
      return 'lose the answer';
    });
    expect(await run(troubled)).toMatchObject({ outcome: 'published', sequence: 2 });
    expect(await published()).toBe(after);
  });

  test('a Qdrant that fails at any request of a sync leaves an index that the next run completes', async () => {
    await run(troubled);
    const requests = proxy.passed.length;
    expect(requests).toBeGreaterThan(20);
    let seen = after;
    for (let survived = 1; survived < requests; survived += 1) {
      const [files, target] = seen === after ? [BEFORE, before] : [AFTER, after];
      source.commit(files);
      const start = proxy.passed.length;
      proxy.fail(({ number }) => (number > start + survived ? 'refuse' : null));
      const report = await run(troubled);
      proxy.fail(null);
      const left = await published();
      expect([seen, target]).toContain(left);
      if (report.outcome === 'published') expect(left).toBe(target);

      shop.ahead += LEASE_MS;
      const next = await run(troubled);
      expect(next.outcome).toBe(left === target ? 'unchanged' : 'published');
      expect(await published()).toBe(target);
      seen = target;
    }
  });

  test('a Qdrant that fails at any kind of request of a rebuild leaves the published documents readable', async () => {
    await run(troubled);
    const start = proxy.passed.length;
    await run(troubled, { rebuild: true });
    const kinds = new Set(proxy.passed.slice(start).map(kindOf));
    expect(kinds.size).toBeGreaterThan(8);
    for (const kind of kinds) {
      let dead = false;
      proxy.fail((request) => {
        dead ||= kindOf(request) === kind;
        return dead ? 'refuse' : null;
      });
      await run(troubled, { rebuild: true });
      proxy.fail(null);
      expect(await published()).toBe(after);
      shop.ahead += LEASE_MS;
    }
    expect(await run(troubled, { rebuild: true })).toMatchObject({ outcome: 'published' });
    expect(await published()).toBe(after);
  });

  test('a Qdrant that is killed while a sync stages has lost nothing after its restart', async () => {
    proxy.fail((request) => {
      if (isStaging(request)) void server().kill();
      return null;
    });
    expect(await run(troubled)).toMatchObject({ outcome: 'failed', error: { code: 'QDRANT_UNREACHABLE' } });
    await server().restart();
    proxy.fail(null);
    expect(await published()).toBe(before);
    shop.ahead = LEASE_MS;
    expect(await run(troubled)).toMatchObject({ outcome: 'published', sequence: 2 });
    expect(await published()).toBe(after);
  });

  describe('a reader', () => {
    test('a reader reports that Qdrant is down, and recovers when it is back', async () => {
      const reader = openQdrantReader(troubled);
      proxy.fail(() => 'refuse');
      await expect(reader.status()).rejects.toMatchObject({ code: 'QDRANT_UNREACHABLE' });
      proxy.fail(null);
      expect(await reader.status()).toMatchObject({ sequence: 1 });
      await reader.close();
    });

    test('a reader rejects at once when its caller aborts', async () => {
      const reader = openQdrantReader(troubled);
      proxy.fail(() => 'hang');
      const caller = new AbortController();
      const asked = reader.status(caller.signal);
      caller.abort(new Error('caller aborted'));
      await expect(asked).rejects.toThrow('caller aborted');
      await reader.close();
    });

    test('a reader never shows the key in an error', async () => {
      const secret = 'a-very-secret-key';
      const reader = openQdrantReader({ ...troubled, key: secret });
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
  ])('an index whose %s was deleted by hand is restored by the next run', async (what, outcome, sequence) => {
    source.commit(BEFORE);
    await deleteByHand(what);
    const reader = openQdrantReader(direct);
    expect(await reader.status()).toMatchObject({ sequence: 0 });
    expect(await run(direct)).toMatchObject({ outcome, sequence });
    expect(await published()).toBe(before);
    expect(await reader.status()).toMatchObject({ sequence, documents: 3 });
    await reader.close();
  });

  async function deleteByHand(what: string): Promise<void> {
    const { url, key } = server();
    const headers = { 'content-type': 'application/json', 'api-key': key };
    const actions = [{ delete_alias: { alias_name: direct.alias } }];
    const [path, method, body] =
      what === 'alias'
        ? ['/collections/aliases', 'POST', JSON.stringify({ actions })]
        : [`/collections/${direct.alias}-g1`, 'DELETE', null];
    expect((await fetch(`${url}${path}`, { method, headers, body })).ok).toBe(true);
  }

  test('a collection of another program is neither read nor written', async () => {
    const { url, key = '' } = server();
    const alias = newAlias();
    const headers = { 'content-type': 'application/json', 'api-key': key };
    await fetch(`${url}/collections/${alias}`, { method: 'PUT', headers, body: '{"vectors":{}}' });
    const foreign = { code: 'QDRANT_FOREIGN_COLLECTION', message: expect.stringContaining(alias) };
    const place = { ...direct, alias };
    expect(await run(place)).toMatchObject({ outcome: 'failed', error: foreign });
    const reader = openQdrantReader(place);
    await expect(reader.status()).rejects.toMatchObject(foreign);
    await expect(reader.search({ text: 'graph', limit: 1, chunksPerDocument: 1 })).rejects.toMatchObject(
      foreign,
    );
    await reader.close();
    await removeAlias(server(), alias);
  });
});

/** Returns what a request does, without names and numbers. */
function kindOf({ route, body }: Passing): string {
  const kind = /"kind":"(\w+)"/.exec(body)?.[1] ?? '';
  return `${route.replace(/test-\w+(-g\d+)?/, '*')} ${kind}`;
}
