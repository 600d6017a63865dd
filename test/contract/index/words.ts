import { expect, test } from '@jest/globals';
import type { IndexReader } from '../../../src/shared/index/index-reader.ts';
import { chunkNames, chunkTerms } from '../../../src/shared/lexical/chunk-words.ts';
import { keysOfName, keysOfWord } from '../../../src/shared/lexical/spelling-keys.ts';
import { wordStems } from '../../../src/shared/lexical/words.ts';
import { buildDocument, type Draft } from '../../support/document-builder.ts';
import { batchOf, begin, FINGERPRINT, sync } from '../../support/sync-steps.ts';
import type { IndexFixture } from './index-fixture.ts';
import { scanned } from './read-everything.ts';

const MANY = 1_000;

async function counts(reader: IndexReader, text: string): Promise<Record<string, number>> {
  return Object.fromEntries((await reader.termCounts(wordStems(text))).counts);
}

/** The names near a word, sorted. */
async function near(reader: IndexReader, word: string): Promise<string[]> {
  return [...(await reader.namesUnder(keysOfWord(word, 2), MANY)).names].sort();
}

/** Everything that an index answers about the words of some documents, published or not. */
async function answersAbout(reader: IndexReader, drafts: readonly Draft[]) {
  const chunks = drafts.flatMap((draft) => buildDocument(draft).chunks);
  const terms = new Set(chunks.flatMap((chunk) => [...chunkTerms(chunk)]));
  const keys = new Set(chunks.flatMap(chunkNames).flatMap(keysOfName));
  const { counts } = await reader.termCounts([...terms]);
  const { names } = await reader.namesUnder([...keys], MANY);
  return { counts: [...counts].sort(), names: [...names].sort() };
}

/** The same, counted from the chunks of a scan. */
async function countedFromChunks(reader: IndexReader) {
  const chunks = (await scanned(reader)).flatMap((document) => document.chunks);
  const counted = new Map<string, number>();
  for (const term of chunks.flatMap((chunk) => [...chunkTerms(chunk)]))
    counted.set(term, (counted.get(term) ?? 0) + 1);
  return { counts: [...counted].sort(), names: [...new Set(chunks.flatMap(chunkNames))].sort() };
}

export function words(index: () => IndexFixture): void {
  test('an index that does not exist has no terms and no names', async () => {
    const { reader } = index();
    expect(await counts(reader, 'graph')).toEqual({});
    expect(await near(reader, 'NewGraph')).toEqual([]);
  });

  test('termCounts() tells how many chunks contain each term in their title, text and identifiers', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, {
      documents: [
        { path: 'a.md', title: 'Graphs', passages: ['resuming a graph', 'graph graph 图编排'] },
        { path: 'b.md', passages: ['a chain'], identifiers: ['compose.WithGenLocalState'] },
      ],
    });
    expect(await counts(reader, 'Graph resumes chained compose local nowhere')).toEqual({
      graph: 2,
      resum: 1,
      chain: 1,
      compos: 1,
      local: 1,
    });
    const [chinese] = [...(await reader.termCounts(wordStems('编排'))).counts];
    expect(chinese?.[1]).toBe(1);
    const { counts: none, status } = await reader.termCounts([]);
    expect([none.size, status.sequence]).toEqual([0, 1]);
  });

  test('namesUnder() finds the names near a word, as written, each once and at most as many as asked for', async () => {
    const { reader, writer } = index();
    const identifiers = ['WithGenLocalState', 'compose.NewGraph', 'Tool'];
    const passages = ['one', 'two'];
    await sync(writer, 1, { documents: [{ path: 'a.md', passages, identifiers }] });
    expect(await near(reader, 'withgenloaclstate')).toEqual(['WithGenLocalState']);
    expect(await near(reader, 'NewGrpah')).toContain('NewGraph');
    expect(await near(reader, 'xylophone')).toEqual([]);
    const all = [...identifiers, 'NewGraph'].flatMap(keysOfName);
    const { names, status } = await reader.namesUnder(all, MANY);
    expect([...names].sort()).toEqual(['NewGraph', 'Tool', 'WithGenLocalState']);
    expect(status.sequence).toBe(1);
    expect((await reader.namesUnder(all, 2)).names).toHaveLength(2);
    expect((await reader.namesUnder([], MANY)).names).toEqual([]);
  });

  test('terms and names are those of the published chunks, whatever is added, changed, shared, removed, rebuilt and reverted', async () => {
    const { reader, writer, openReader } = index();
    const first: Draft[] = [
      { path: 'a.md', passages: ['graph', 'shared words'], identifiers: ['NewGraph', 'OnlyHere'] },
      { path: 'b.md', passages: ['shared'], identifiers: ['NewGraph', 'newgraph'] },
    ];
    const edited: Draft = { path: 'a.md', passages: ['graph', 'other words'], identifiers: ['NewChain'] };
    const last: Draft = { path: 'c.md', passages: ['lambda'], identifiers: ['OnlyHere'] };
    const everything = [...first, edited, last];
    const fresh = { rebuild: true, fingerprint: { ...FINGERPRINT, chunker: 2 } };
    const steps = [
      () => sync(writer, 1, { documents: first }),
      () => sync(writer, 2, { documents: [edited] }),
      () => sync(writer, 3, { documents: [last], removed: ['b.md'] }),
      () => sync(writer, 4, { documents: first, removed: ['c.md'] }),
      () => sync(writer, 5, { documents: first }),
      () => sync(writer, 6, { documents: [last] }, fresh),
      () => sync(writer, 7, { removed: ['c.md'] }, fresh),
    ];
    const seen: unknown[] = [];
    for (const [n, publish] of steps.entries()) {
      expect(await publish()).toMatchObject({ sequence: n + 1 });
      const answers = await answersAbout(reader, everything);
      expect(answers).toEqual(await countedFromChunks(reader));
      expect(answers).toEqual(await answersAbout(openReader(), everything));
      seen.push(answers);
    }
    expect(seen[3]).toEqual(seen[0]);
    expect(seen.at(-1)).toEqual({ counts: [], names: [] });
  });

  test('a publish replaces the outdated names of the one before, and a view has them', async () => {
    const { reader, writer } = index();
    const view = () => writer.inspect({ fingerprint: FINGERPRINT, rebuild: false });
    const names = new Map([['目录/a.md', [{ name: 'flow.Gone', packages: ['kit/flow/flow.go'] }]]]);
    expect(await (await view()).outdatedNames()).toBeNull();
    expect((await reader.outdatedNames()).names).toEqual(new Map());
    await sync(writer, 1, { outdatedNames: names });
    expect(await reader.outdatedNames()).toMatchObject({ names, status: { sequence: 1 } });
    expect(await (await view()).outdatedNames()).toEqual(names);
    await sync(writer, 2, {}, { rebuild: true });
    expect((await reader.outdatedNames()).names).toEqual(new Map());
    expect(await (await view()).outdatedNames()).toEqual(new Map());
  });

  test('a view returns published documents with their chunks in order, and none for other paths', async () => {
    const { writer } = index();
    const view = () => writer.inspect({ fingerprint: FINGERPRINT, rebuild: false });
    expect(await (await view()).documents(['a.md'])).toEqual([]);
    const drafts = [
      { path: 'a.md', passages: ['one', 'two', 'three'], identifiers: ['NewGraph'] },
      { path: 'b.md' },
      { path: 'c.md', passages: ['other'] },
    ];
    await sync(writer, 1, { documents: drafts });
    const found = await (await view()).documents(['b.md', 'a.md', 'missing.md']);
    const sorted = found.toSorted((a, b) => (a.document.path < b.document.path ? -1 : 1));
    expect(sorted).toEqual(drafts.slice(0, 2).map(buildDocument));
  });

  test('words that are staged are unknown until they are published, and when they are abandoned', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents: [{ path: 'a.md', passages: ['graph'] }] });
    const session = await begin(writer);
    const draft = { path: 'b.md', passages: ['lambda'], identifiers: ['InvokableLambda'] };
    await session.stage(batchOf([buildDocument(draft)]));
    await session.abandon();
    expect(await counts(reader, 'graph lambda')).toEqual({ graph: 1 });
    expect(await near(reader, 'InvokableLambda')).toEqual([]);
  });
}
