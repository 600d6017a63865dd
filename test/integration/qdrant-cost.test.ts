import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type FaultProxy, type ProxiedRequest, startFaultProxy } from '../support/fault-proxy.ts';
import { type Files, MemorySource } from '../support/memory-source.ts';
import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import { SyncFixture } from '../support/sync-fixture.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

const QUERIES = /^POST .*\/points\/query\/batch$/;

/** Forty documents with six sections each. */
const DOCS: Files = Object.fromEntries(
  Array.from({ length: 40 }, (_, n) => [
    `guide/page-${n}.md`,
    `# Page ${n}\n\n${Array.from({ length: 6 }, (_, i) => `## Part ${i}\n\n${`Sentence ${i} of page ${n}. `.repeat(40)}\n`).join('\n')}`,
  ]),
);

describeWithQdrant('cost of a sync into Qdrant', (server) => {
  let proxy: FaultProxy;
  let fixture: SyncFixture;
  const embedder = new WordEmbedder();
  const source = new MemorySource();

  beforeEach(async () => {
    proxy = await startFaultProxy(server().url);
    const location = { ...server(), url: proxy.url, alias: newAlias() };
    fixture = new SyncFixture({
      openReader: () => openQdrantReader(location),
      openWriter: (clock) => openQdrantWriter(location, clock),
      remove: () => removeAlias(server(), location.alias),
    });
    source.commit(DOCS);
    await fixture.sync(source, { embedder });
  });
  afterEach(async () => {
    await fixture.dispose();
    await proxy.close();
  });

  /** Syncs these documents. @returns the cost of the sync */
  async function costOf(files: Files) {
    source.commit(files);
    embedder.texts.length = 0;
    const start = proxy.requests.length;
    const report = await fixture.sync(source, { embedder });
    expect(report.outcome).toBe('published');
    const requests = proxy.requests.slice(start);
    return {
      embedded: embedder.texts.length,
      requests: requests.length,
      points: requests.flatMap(pointsPut),
    };
  }

  test('a sync of an edited word embeds one text and writes five points into Qdrant', async () => {
    const content = String(DOCS['guide/page-7.md']).replace('Sentence 3', 'Statement 3');
    const { embedded, points, requests } = await costOf({ ...DOCS, 'guide/page-7.md': content });
    expect(embedded).toBe(1);
    expect(points.sort()).toEqual(['chunk', 'document', 'list', 'publish', 'words']);
    expect(requests).toBeLessThan(50);
  });

  test('a sync of a renamed document embeds nothing and writes only the points of that document and a page of the list', async () => {
    const { 'guide/page-7.md': content = '', ...rest } = DOCS;
    const { embedded, points } = await costOf({ ...rest, 'moved/page-7.md': content });
    expect(embedded).toBe(0);
    const chunks = points.filter((kind) => kind === 'chunk').length;
    expect(chunks).toBeGreaterThan(1);
    expect(points.filter((kind) => kind !== 'chunk').sort()).toEqual(['document', 'list', 'publish']);
  });

  test('a sync of an unmoved head makes at most four requests to Qdrant and writes only the state', async () => {
    const start = proxy.requests.length;
    expect(await fixture.sync(source, { embedder })).toMatchObject({ outcome: 'unchanged' });
    const requests = proxy.requests.slice(start);
    expect(requests.length).toBeLessThanOrEqual(4);
    expect(requests.flatMap(pointsPut)).toEqual([]);
    expect(requests.filter(({ route }) => route.endsWith('/points/payload'))).toHaveLength(1);
  });

  test('a search makes one request to Qdrant once the found documents are cached', async () => {
    const query = { text: 'sentence of page 3', limit: 5, chunksPerDocument: 2 };
    await fixture.reader.search(query);
    const start = proxy.requests.length;
    const { matches } = await fixture.reader.search(query);
    expect(matches).toHaveLength(5);
    expect(proxy.requests.slice(start).map(({ route }) => route)).toEqual([expect.stringMatching(QUERIES)]);
  });

  test('a search reads no other chunks whole than those it returns', async () => {
    const start = proxy.requests.length;
    const { matches } = await fixture.reader.search({
      text: 'sentence of a page',
      limit: 5,
      chunksPerDocument: 2,
    });
    const requests = proxy.requests.slice(start);
    const ids = requests.flatMap(({ route, body }) =>
      /^POST .*\/points$/.test(route) ? ((JSON.parse(body) as { ids: string[] }).ids ?? []) : [],
    );
    // Of the state, which a reader reads first.
    expect(ids.length - 1).toBe(matches.flatMap(({ chunks }) => chunks).length);
    const asked = requests.filter(({ route }) => QUERIES.test(route)).map(({ body }) => body);
    expect(asked).toHaveLength(1);
    expect(asked[0]).not.toMatch(/\["chunk"\]/);
  });

  test('of twenty searches that arrive together, three are under way in Qdrant at once', async () => {
    const query = { text: 'sentence of page 3', limit: 5, chunksPerDocument: 2 };
    await fixture.reader.search(query);
    let arrived = 0;
    let answered = 0;
    let most = 0;
    const threeArrived = Promise.withResolvers<void>();
    proxy.fail(({ route }) => {
      if (!QUERIES.test(route)) return null;
      arrived++;
      most = Math.max(most, arrived - answered);
      if (arrived === 3) threeArrived.resolve();
      return { after: threeArrived.promise };
    });
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        await fixture.reader.search(query);
        answered++;
      }),
    );
    expect(arrived).toBe(20);
    expect(most).toBe(3);
  });
});

/** Returns the kinds of the points that a request writes. */
function pointsPut({ route, body }: ProxiedRequest): string[] {
  if (!/^PUT .*\/points$/.test(route)) return [];
  const { points } = JSON.parse(body) as { points: { payload: { kind: string } }[] };
  return points.map(({ payload }) => payload.kind);
}
