import { afterEach, expect, test } from '@jest/globals';
import type { IndexReader } from '../../src/shared/index/index-reader.ts';
import { SPELLING_VECTOR } from '../../src/shared/index/qdrant/points.ts';
import { STATE_ID } from '../../src/shared/index/qdrant/qdrant-state.ts';
import { keysOfWord } from '../../src/shared/lexical/spelling-keys.ts';
import { type Files, MemorySource } from '../support/memory-source.ts';
import { openQdrantReader, openQdrantWriter, type QdrantLocation } from '../support/qdrant-index.ts';
import { SqliteSyncFixture, SyncFixture } from '../support/sync-fixture.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';

const WORDS = 'graph chain lambda tool agent model prompt stream node branch state memory'.split(' ');
/** The further back a word is in the list, the fewer documents have it. */
const wordAt = (n: number) => WORDS[Math.floor(WORDS.length * ((n * 0.618_034) % 1) ** 2)];
const DOCS: Files = Object.fromEntries(
  Array.from({ length: 40 }, (_, n) => [
    `guide/page-${n}.md`,
    `# Page ${n}\n\n${Array.from({ length: 12 + (n % 7) }, (_, i) => wordAt(n * 31 + i * i)).join(' ')}. \`NewGraph\`\n`,
  ]),
);

async function rankings(reader: IndexReader) {
  const queries = WORDS.flatMap((word, n) => [word, `${word} ${WORDS[(n + 5) % WORDS.length]} of a page`]);
  const found: Record<string, (readonly [path: string, score: number])[]> = {};
  for (const text of queries) {
    const { matches } = await reader.search({ text, limit: 5, chunksPerDocument: 1 });
    found[text] = matches.map(({ document, score }) => [document.path, score]);
  }
  return found;
}

/** Scores to four digits: each shard adds up the 32-bit floats of a chunk's terms in an order of its own. */
function withoutNoise(found: Awaited<ReturnType<typeof rankings>> | undefined) {
  return Object.entries(found ?? {}).map(([query, matches]) => [
    query,
    matches.map(([path, score]) => [path, score.toFixed(4)]),
  ]);
}

describeWithQdrant('words published with an index in Qdrant', (server) => {
  const fixtures: SyncFixture[] = [];
  afterEach(async () => {
    for (const fixture of fixtures.splice(0)) await fixture.dispose();
  });

  function qdrantFixture(shards: number): { fixture: SyncFixture; location: QdrantLocation } {
    const location = { ...server(), alias: newAlias() };
    const fixture = new SyncFixture({
      openReader: () => openQdrantReader(location),
      openWriter: (clock) => openQdrantWriter(location, clock, { profile: 'small', shards, replicas: 1 }),
      remove: () => removeAlias(location, location.alias),
    });
    fixtures.push(fixture);
    return { fixture, location };
  }

  test('one shard and six rank alike with the same scores, and rank the documents that SQLite does', async () => {
    const source = new MemorySource();
    source.commit(DOCS);
    const sqlite = await SqliteSyncFixture.create();
    const all = [qdrantFixture(1).fixture, qdrantFixture(6).fixture, sqlite];
    fixtures.push(sqlite);
    for (const fixture of all) await fixture.sync(source);
    const [one, six, other] = await Promise.all(all.map(({ reader }) => rankings(reader)));
    expect(withoutNoise(one)).toEqual(withoutNoise(six));
    const scores = Object.values(one ?? {}).flatMap((found) => found.map(([, score]) => score));
    expect(scores.length).toBeGreaterThan(80);
    const firsts = (found: typeof one) =>
      Object.entries(found ?? {}).map(([query, [first]]) => [query, first?.[0]]);
    const differing = firsts(one).filter(([query, path], at) => path !== firsts(other)[at]?.[1] && query);
    expect(differing.length).toBeLessThanOrEqual(2);
  });

  test.each([
    { layout: 2, rewrite: rewriteAsLayout2, counted: 0 },
    { layout: 3, rewrite: rewriteAsLayout3, counted: 1 },
  ])(
    'a generation of layout $layout answers without corrections, and the next sync rebuilds it without reading a file',
    async ({ rewrite, counted }) => {
      const source = new MemorySource();
      source.commit(DOCS);
      const { fixture, location } = qdrantFixture(1);
      await fixture.sync(source);
      const query = { text: 'memory', limit: 5, chunksPerDocument: 1 };
      const wanted = (await fixture.reader.search(query)).matches.map(({ document }) => document.path);
      const exported = await fixture.export();
      await rewrite(location);

      const reader = fixture.reader;
      // Within a generation the layout never changes, so it is read again only when asked for.
      expect(await reader.status()).toMatchObject({ sequence: 1 });
      expect((await reader.search(query)).matches.map(({ document }) => document.path).sort()).toEqual(
        wanted.sort(),
      );
      expect((await reader.termCounts(['graph'])).counts.size).toBe(counted);
      expect((await reader.namesUnder(keysOfWord('NewGrpah', 2), 10)).names).toEqual([]);

      source.filesRead.length = 0;
      expect(await fixture.sync(source)).toMatchObject({ outcome: 'published', sequence: 2 });
      expect(source.filesRead).toEqual([]);
      expect((await reader.termCounts(['graph'])).counts.size).toBe(1);
      expect((await reader.namesUnder(keysOfWord('NewGrpah', 2), 10)).names).toContain('NewGraph');
      expect(await fixture.export()).toBe(exported);
      expect(await fixture.sync(source)).toMatchObject({ outcome: 'unchanged' });
    },
  );
});

/** Sends requests to the first generation of an index. */
function sender({ url, key, alias }: QdrantLocation) {
  return async (method: string, route: string, body: object) => {
    const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'api-key': key }) };
    const answer = await fetch(`${url}/collections/${alias}-g1${route}`, {
      method,
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`Qdrant answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as {
      result: { points: { id: string; payload: { chunk: { title: string; text: string } } }[] };
    };
  };
}

const ofKind = (...kinds: string[]) => ({ filter: { must: [{ key: 'kind', match: { any: kinds } }] } });

/** Rewrites an index as the versions wrote it that found names by a payload field instead of a vector. */
async function rewriteAsLayout3(location: QdrantLocation): Promise<void> {
  const send = sender(location);
  await send('POST', '/points/vectors/delete?wait=true', { ...ofKind('name'), vector: [SPELLING_VECTOR] });
  await send('POST', '/points/payload?wait=true', { ...ofKind('name'), payload: { spelling_keys: [1, 2] } });
  await send('POST', '/points/payload?wait=true', { payload: { points_layout: 3 }, points: [STATE_ID] });
}

/** Rewrites an index as the versions wrote it in which Qdrant made the vectors of chunks from their text. */
async function rewriteAsLayout2(location: QdrantLocation): Promise<void> {
  const send = sender(location);
  await send('PATCH', '', { sparse_vectors: { bm25: { modifier: 'idf' } } });
  const { result } = await send('POST', '/points/scroll', {
    ...ofKind('chunk'),
    limit: 1_000,
    with_payload: true,
  });
  const options = {
    language: 'english',
    tokenizer: 'word',
    stopwords: { languages: [], custom: [] },
    avg_len: 235,
  };
  const points = result.points.map(({ id, payload: { chunk } }) => ({
    id,
    vector: { bm25: { text: `${chunk.title}\n${chunk.text}`, model: 'qdrant/bm25', options } },
  }));
  await send('PUT', '/points/vectors?wait=true', { points });
  await send('POST', '/points/delete?wait=true', ofKind('words', 'name'));
  await send('POST', '/points/payload/delete?wait=true', { keys: ['points_layout'], points: [STATE_ID] });
  await send('POST', '/points/payload?wait=true', { payload: { layout: 2 }, points: [STATE_ID] });
}
