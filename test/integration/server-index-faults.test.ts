import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IndexReader } from '../../src/shared/index/index-reader.ts';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { type FixtureIndex, fixtureIndex } from '../support/fixture-index.ts';
import { publishDocuments } from '../support/publish-documents.ts';
import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import { callTool, type RunningApp, rpc, runApp } from '../support/running-app.ts';
import { describeWithOwnQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';

const DOCUMENTS = { 'graph.md': '# Graph\n\nA graph has nodes and edges.\n' };

/** Later than any status is kept. */
let now = Date.now();
const clock = () => now;
const later = () => {
  now += 3_000;
};

async function health(app: RunningApp): Promise<{ code: number; body: Record<string, unknown> }> {
  // The promise of /health, with a little for a busy machine.
  const response = await fetch(new URL('/health', app.url), { signal: AbortSignal.timeout(120_000) });
  const body = (await response.json()) as Record<string, unknown>;
  return { code: response.status, body };
}

const search = (app: RunningApp, query = 'graph') => callTool(app.url, 'search_docs', { query });

async function expectAnswers(app: RunningApp): Promise<void> {
  later();
  expect(await health(app)).toMatchObject({ code: 200 });
  const { isError, structured } = await search(app);
  expect(isError).toBe(false);
  expect(structured['results']).toMatchObject([{ path: 'graph.md' }]);
}

async function expectFailure(app: RunningApp, code: string): Promise<void> {
  later();
  expect(await health(app)).toMatchObject({
    code: 503,
    body: { status: 'unhealthy', index: { error: code } },
  });
  for (const [tool, args] of [
    ['search_docs', { query: 'nodes' }],
    ['fetch_doc', { path: 'graph.md' }],
    ['list_docs', {}],
    ['get_index_status', {}],
    ['list_changes', {}],
  ] as const) {
    const { isError, text } = await callTool(app.url, tool, args);
    expect([tool, isError, text.slice(0, code.length)]).toEqual([tool, true, code]);
  }
  const raw = await fetch(new URL('/docs/graph.md', app.url));
  const { error } = (await raw.json()) as { error: { message: string } };
  expect([raw.status, error.message]).toEqual([
    503,
    expect.stringMatching(`^${code}: The index cannot be read\\. `),
  ]);
  const resource = await rpc(app.url, 'resources/read', { uri: 'eino-docs://docs/graph.md' });
  expect(await resource.json()).toMatchObject({ error: { message: expect.stringContaining(code) } });
  expect((await fetch(new URL('/', app.url))).status).toBe(200);
}

/** Overwrites the first pages of tables in place. @returns what puts them back as they were */
async function overwriteTables(path: string, tables: readonly string[]): Promise<() => Promise<void>> {
  const db = new DatabaseSync(path);
  // Otherwise a copy in the log would be read instead.
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const roots = db.prepare(
    `SELECT rootpage FROM sqlite_schema WHERE name IN (${tables.map(() => '?').join()})`,
  );
  const pages = roots.all(...tables).map(({ rootpage }) => Number(rootpage));
  const size = Number(db.prepare('PRAGMA page_size').get()?.['page_size']);
  db.close();
  const good = await readFile(path);
  const bad = Buffer.from(good);
  for (const page of pages) bad.fill('A', (page - 1) * size, page * size);
  await writeFile(path, bad);
  return () => writeFile(path, good);
}

describe('a SQLite index under a running server', () => {
  let resources: AsyncDisposableStack;
  let index: FixtureIndex;
  let reader: IndexReader;
  let app: RunningApp;

  beforeEach(async () => {
    resources = new AsyncDisposableStack();
    index = resources.use(await fixtureIndex(clock));
    reader = new SqliteReader(index.path);
    resources.defer(() => reader.close());
    app = resources.use(await runApp({ reader, clock }));
  });

  afterEach(() => resources.disposeAsync());

  const publish = (documents: Record<string, string> = DOCUMENTS) => index.publish({ documents, at: now });

  test('an index that does not exist yet is empty, and is read after the first publish without a restart', async () => {
    expect(await health(app)).toMatchObject({
      code: 503,
      body: { status: 'unhealthy', freshness: { state: 'empty', reason: 'never_synced' } },
    });
    const { structured } = await search(app);
    expect(structured).toMatchObject({
      results: [],
      message: expect.stringMatching(/empty/),
      freshness: { state: 'empty' },
    });
    expect((await callTool(app.url, 'fetch_doc', { path: 'graph.md' })).structured).toMatchObject({
      found: false,
    });
    await publish();
    await expectAnswers(app);
  });

  test('a new publish is seen by searches at once and by all tools within seconds', async () => {
    await publish();
    await expectAnswers(app);
    await publish({ 'chain.md': '# Chain\n\nA chain is a graph without branches.\n' });
    later();
    expect((await search(app, 'chain')).structured['results']).toMatchObject([{ path: 'chain.md' }]);
    expect((await callTool(app.url, 'list_docs')).structured).toMatchObject({ count: 2 });
  });

  test('a foreign file is reported, and the index is read as soon as it replaces the file', async () => {
    await writeFile(index.path, 'this is a diary, not an index\n'.repeat(200));
    await expectFailure(app, 'INDEX_FOREIGN');
    await rm(index.path);
    await publish();
    await expectAnswers(app);
  });

  test('a damaged file is reported, and the index is read as soon as the file is replaced', async () => {
    await publish();
    await expectAnswers(app);
    await copyFile(index.path, `${index.path}.good`);
    const damaged = `${index.path}.damaged`;
    await writeFile(damaged, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8_192, 0xa5)]));
    await rename(damaged, index.path);
    later();
    expect((await health(app)).code).toBe(503);
    expect((await search(app, 'edges')).isError).toBe(true);
    await rename(`${index.path}.good`, index.path);
    await expectAnswers(app);
  });

  test('an index whose file is replaced is read from the new file', async () => {
    await publish();
    await expectAnswers(app);
    await using other = await fixtureIndex(clock);
    await other.publish({ documents: { 'chain.md': '# Chain\n\nA chain.\n' }, at: now });
    await rename(other.path, index.path);
    later();
    expect((await search(app, 'chain')).structured['results']).toMatchObject([{ path: 'chain.md' }]);
  });

  test('an index whose file is gone is empty, and is read again when the file is back', async () => {
    await publish();
    await expectAnswers(app);
    await rename(index.path, `${index.path}.away`);
    later();
    expect(await health(app)).toMatchObject({ code: 503, body: { freshness: { state: 'empty' } } });
    const raw = await fetch(new URL('/docs/graph.md', app.url));
    expect([raw.status, await raw.text()]).toEqual([503, expect.stringMatching(/the index is empty/i)]);
    await rename(`${index.path}.away`, index.path);
    await expectAnswers(app);
  });

  test('reads of a file that another process has locked fail fast, and recover', async () => {
    await publish();
    const holder = new DatabaseSync(index.path);
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    await expectFailure(app, 'INDEX_LOCKED');
    holder.exec('ROLLBACK');
    holder.close();
    await expectAnswers(app);
  });

  test('reads wait for a file that is locked for a moment without blocking the process', async () => {
    await publish();
    const holder = new DatabaseSync(index.path);
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    // In this very process: while a reader stopped it, the lock would never be let go.
    setTimeout(() => holder.close(), 50);
    const answers = await Promise.all(Array.from({ length: 60 }, () => reader.document('graph.md')));
    expect(answers.every(({ document }) => document !== null)).toBe(true);
  });

  test('an index of which only the status can be read is unhealthy after the first failed read, until it is repaired', async () => {
    await publish();
    await reader.close();
    const mend = await overwriteTables(index.path, ['documents', 'chunks', 'chunk_words_data']);
    later();
    expect(await health(app)).toMatchObject({ code: 200 });
    expect(await search(app)).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^INDEX_CORRUPT: /),
    });
    later();
    expect(await health(app)).toMatchObject({ code: 503, body: { index: { error: 'INDEX_CORRUPT' } } });
    await mend();
    expect((await search(app)).isError).toBe(false);
    await expectAnswers(app);
  });
});

describe('a Qdrant that accepts and never answers', () => {
  test('a Qdrant that accepts and never answers is reported on /health within three seconds, and searches fail fast', async () => {
    await using resources = new AsyncDisposableStack();
    const proxy = await startFaultProxy('http://127.0.0.1:9');
    resources.defer(() => proxy.close());
    proxy.fail(() => 'hang');
    const reader = openQdrantReader({ url: proxy.url, key: undefined, alias: 'docs' });
    resources.defer(() => reader.close());
    const app = resources.use(await runApp({ reader, env: { QDRANT_URL: proxy.url } }));
    const [report, found] = await Promise.all([health(app), search(app)]);
    expect(report).toMatchObject({
      code: 503,
      body: {
        status: 'unhealthy',
        qdrant: 'disconnected',
        index: { error: expect.stringMatching(/^(INDEX|QDRANT)_TIMEOUT$/) },
      },
    });
    expect(found).toMatchObject({ isError: true, text: expect.stringMatching(/^(INDEX|QDRANT)_TIMEOUT: /) });
  });

  test('a Qdrant that cannot be reached is reported at once', async () => {
    const reader = openQdrantReader({ url: 'http://127.0.0.1:9', key: undefined, alias: 'docs' });
    await using app = await runApp({ reader, env: { QDRANT_URL: 'http://127.0.0.1:9' } });
    expect(await health(app)).toMatchObject({ code: 503, body: { index: { error: 'QDRANT_UNREACHABLE' } } });
    expect(await search(app)).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^QDRANT_UNREACHABLE: /),
    });
    await reader.close();
  });
});

describe('an index that is slow', () => {
  test('a slow index is read while it keeps within the deadlines, and fails with INDEX_TIMEOUT when it does not', async () => {
    await using index = await fixtureIndex(clock);
    await index.publish({ documents: DOCUMENTS, at: now });
    const reader = new SqliteReader(index.path);
    let wait = async (): Promise<void> => {};
    const slow: IndexReader = {
      status: () => wait().then(() => reader.status()),
      search: (query) => wait().then(() => reader.search(query)),
      document: (path) => wait().then(() => reader.document(path)),
      list: () => wait().then(() => reader.list()),
      entries: (paths) => wait().then(() => reader.entries(paths)),
      changesSince: (since) => wait().then(() => reader.changesSince(since)),
      termCounts: (terms) => wait().then(() => reader.termCounts(terms)),
      namesUnder: (keys, limit) => wait().then(() => reader.namesUnder(keys, limit)),
      outdatedNames: () => wait().then(() => reader.outdatedNames()),
      scan: () => reader.scan(),
      close: () => reader.close(),
    };
    await using app = await runApp({ reader: slow, clock });
    wait = () => delay(700);
    await expectAnswers(app);
    const held = Promise.withResolvers<void>();
    wait = () => held.promise;
    later();
    const [report, found] = await Promise.all([health(app), search(app, 'nodes')]);
    expect(report).toMatchObject({ code: 503, body: { index: { error: 'INDEX_TIMEOUT' } } });
    expect(found).toMatchObject({ isError: true, text: expect.stringMatching(/^INDEX_TIMEOUT: /) });
    held.resolve();
    wait = async () => {};
    await expectAnswers(app);
    await reader.close();
  });
});

describeWithOwnQdrant('a Qdrant index under a running server', (server) => {
  test('a Qdrant that hangs or refuses is reported, and reads recover by themselves', async () => {
    const alias = newAlias();
    const proxy = await startFaultProxy(server().url);
    const writer = openQdrantWriter({ url: server().url, key: server().key, alias });
    const reader = openQdrantReader({ url: proxy.url, key: server().key, alias, timeLimitMs: 1_000 });
    const app = await runApp({ reader, clock, env: { QDRANT_URL: proxy.url } });
    try {
      later();
      expect(await health(app)).toMatchObject({ code: 503, body: { freshness: { state: 'empty' } } });
      await publishDocuments(writer, { documents: DOCUMENTS, at: now });
      await expectAnswers(app);
      proxy.fail(() => ({ lateMs: 400 }));
      await expectAnswers(app);
      for (const [fault, code] of [
        ['hang', 'TIMEOUT'],
        [{ lateMs: 4_000 }, 'TIMEOUT'],
        ['refuse', 'QDRANT_UNREACHABLE'],
      ] as const) {
        proxy.fail(() => fault);
        later();
        const report = await health(app);
        expect(report.code).toBe(503);
        expect(JSON.stringify(report.body)).toContain(code);
        expect((await search(app, 'nodes')).isError).toBe(true);
        proxy.fail(null);
        await expectAnswers(app);
      }
    } finally {
      await app[Symbol.asyncDispose]();
      await reader.close();
      await writer.close();
      await proxy.close();
      await removeAlias(server(), alias);
    }
  });

  test('a Qdrant that is restarted is read again without a restart of the server', async () => {
    const place = { url: server().url, key: server().key, alias: newAlias() };
    const writer = openQdrantWriter(place);
    const reader = openQdrantReader(place);
    await using app = await runApp({ reader, clock, env: { QDRANT_URL: place.url } });
    try {
      await publishDocuments(writer, { documents: DOCUMENTS, at: now });
      await expectAnswers(app);
      await server().kill();
      await expectFailure(app, 'QDRANT_UNREACHABLE');
      await server().restart();
      await expectAnswers(app);
    } finally {
      await reader.close();
      await writer.close();
      await removeAlias(server(), place.alias);
    }
  });
});
