import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type FaultProxy, type Passing, startFaultProxy } from '../support/fault-proxy.ts';
import { type Files, MemorySource } from '../support/memory-source.ts';
import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import { SyncWorkshop } from '../support/sync-workshop.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

jest.setTimeout(60_000);

/** Forty pages of six sections. */
const DOCS: Files = Object.fromEntries(
  Array.from({ length: 40 }, (_, n) => [
    `guide/page-${n}.md`,
    `# Page ${n}\n\n${Array.from({ length: 6 }, (_, i) => `## Part ${i}\n\n${`Sentence ${i} of page ${n}. `.repeat(40)}\n`).join('\n')}`,
  ]),
);

describeWithQdrant('cost of a sync into Qdrant', (server) => {
  let proxy: FaultProxy;
  let shop: SyncWorkshop;
  const embedder = new WordEmbedder();
  const source = new MemorySource();

  beforeEach(async () => {
    proxy = await startFaultProxy(server().url);
    const place = { ...server(), url: proxy.url, alias: newAlias() };
    shop = new SyncWorkshop({
      openReader: () => openQdrantReader(place),
      openWriter: (clock) => openQdrantWriter(place, clock),
      remove: () => removeAlias(server(), place.alias),
    });
    source.commit(DOCS);
    await shop.sync(source, { embedder });
  });
  afterEach(async () => {
    await shop.dispose();
    await proxy.close();
  });

  /** Runs a sync of these documents and returns what it cost. */
  async function costOf(files: Files) {
    source.commit(files);
    embedder.texts.length = 0;
    const start = proxy.passed.length;
    const report = await shop.sync(source, { embedder });
    expect(report.outcome).toBe('published');
    const requests = proxy.passed.slice(start);
    return {
      embedded: embedder.texts.length,
      requests: requests.length,
      points: requests.flatMap(pointsPut),
    };
  }

  test('editing a word embeds one text and writes one chunk, one document and the publish', async () => {
    const content = String(DOCS['guide/page-7.md']).replace('Sentence 3', 'Statement 3');
    const { embedded, points, requests } = await costOf({ ...DOCS, 'guide/page-7.md': content });
    expect(embedded).toBe(1);
    expect(points.sort()).toEqual(['chunk', 'document', 'publish']);
    expect(requests).toBeLessThan(50);
  });

  test('renaming a document embeds nothing and writes only its own points and the publish', async () => {
    const { 'guide/page-7.md': content = '', ...rest } = DOCS;
    const { embedded, points } = await costOf({ ...rest, 'moved/page-7.md': content });
    expect(embedded).toBe(0);
    const chunks = points.filter((kind) => kind === 'chunk').length;
    expect(chunks).toBeGreaterThan(1);
    expect(points).toHaveLength(chunks + 2);
  });

  test('a run at an unchanged head sends at most four requests, one of them a write to the state', async () => {
    const start = proxy.passed.length;
    expect(await shop.sync(source, { embedder })).toMatchObject({ outcome: 'unchanged' });
    const requests = proxy.passed.slice(start);
    expect(requests.length).toBeLessThanOrEqual(4);
    expect(requests.flatMap(pointsPut)).toEqual([]);
    expect(requests.filter(({ route }) => route.endsWith('/points/payload'))).toHaveLength(1);
  });

  test('a search is a single request once the documents it finds are cached', async () => {
    const query = { text: 'sentence of page 3', limit: 5, chunksPerDocument: 2 };
    await shop.reader.search(query);
    const start = proxy.passed.length;
    const { matches } = await shop.reader.search(query);
    expect(matches).toHaveLength(5);
    expect(proxy.passed.slice(start).map(({ route }) => route)).toEqual([
      expect.stringMatching(/^POST .*\/points\/query\/batch$/),
    ]);
  });
});

/** Kinds of the points a request puts. */
function pointsPut({ route, body }: Passing): string[] {
  if (!/^PUT .*\/points$/.test(route)) return [];
  const { points } = JSON.parse(body) as { points: { payload: { kind: string } }[] };
  return points.map(({ payload }) => payload.kind);
}
