import { expect, test } from '@jest/globals';
import type { IndexQuery } from '../../../src/shared/index/index-reader.ts';
import { FINGERPRINT, sync } from '../../support/sync-steps.ts';
import { wordVector } from '../../support/word-embedder.ts';
import type { IndexFixture } from './index-fixture.ts';
import { found } from './read-everything.ts';

const lexical = { ...FINGERPRINT, model: null, dimensions: null };
const ask = (text: string, more: Partial<IndexQuery> = {}): IndexQuery => ({
  text,
  limit: 10,
  chunksPerDocument: 3,
  ...more,
});
const vectorOf = (text: string) => wordVector(text, 64);

const documents = [
  {
    path: 'graph.md',
    title: 'Graph orchestration',
    passages: ['Build a graph from nodes and edges.', 'Compile the graph, then run the graph.'],
    identifiers: ['NewGraph', 'compose.AddLambdaNode'],
  },
  {
    path: 'chain.md',
    title: 'Chain',
    passages: ['A chain is a graph without branches.', 'Append steps in order.'],
  },
  { path: 'agent/tools.md', title: 'Tools', passages: ['An agent calls tools.', 'A tool returns text.'] },
  { path: 'agent_x/tools.md', title: 'More', passages: ['Other tools wrap tools.'] },
];

/** Queries that all contain the word graph. */
const HOSTILE_QUERIES = [
  'graph" OR "tools',
  "graph'; DROP TABLE chunks; --",
  'NEAR(graph, 5)',
  'title: graph',
  '{title body}: graph',
  'graph AND NOT graph',
  '^graph* + -(((graph',
  'graph\u0000nodes',
  'graph \ud800 \udfff \u202e',
  `graph ${'{"a":'.repeat(10_000)}`,
  `${'graph '.repeat(50_000)}`,
  Array.from({ length: 5_000 }, (_, n) => `graph${n} graph`).join(' '),
];

export function searching(index: () => IndexFixture): void {
  test('search() finds the passages that contain a word, in any inflection and case', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents });
    for (const word of ['graph', 'GRAPHS', 'Graph?']) {
      expect((await found(reader, word)).sort()).toEqual(['chain.md', 'graph.md']);
    }
    expect(await found(reader, 'compiling')).toEqual(['graph.md']);
    const { matches } = await reader.search(ask('branches'));
    expect(matches.map(({ chunks }) => chunks.map(({ chunk }) => chunk.text))).toEqual([
      [documents[1]?.passages[0]],
    ]);
  });

  test('search() finds an identifier by its full name, in another case, and by its words', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents });
    for (const query of [
      'NewGraph',
      'newgraph',
      'AddLambdaNode',
      'add lambda node',
      'compose.AddLambdaNode',
    ]) {
      expect((await found(reader, query))[0]).toBe('graph.md');
    }
  });

  test('search() finds Chinese text by its words, also next to other text, and not by characters of two words', async () => {
    const { reader, writer } = index();
    const chinese = [
      { path: 'approval.md', title: '人工审批', passages: ['工具运行前需要人工批准。'] },
      { path: 'model.md', title: '模型', passages: ['请参考ChatModel的Generate方法，它支持流式输出。'] },
      { path: 'country.md', title: '其他', passages: ['发展中国家的例子，用图表示。'] },
    ];
    await sync(writer, 1, { documents: [...documents, ...chinese] });
    expect(await found(reader, '怎么让人来批准')).toEqual(['approval.md']);
    expect(await found(reader, '审批')).toEqual(['approval.md']);
    expect(await found(reader, '图')).toEqual(['country.md']);
    expect(await found(reader, 'Generate')).toEqual(['model.md']);
    expect(await found(reader, '流式的方法')).toEqual(['model.md']);
    expect(await found(reader, '中国')).toEqual([]);
  });

  test('search() also searches titles and headings', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents });
    expect(await found(reader, 'orchestration')).toEqual(['graph.md']);
  });

  test('search() returns the best documents first, each with the score of its best passage, between 0 and 1', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents });
    for (const vector of [undefined, vectorOf('graph nodes')]) {
      const { matches } = await reader.search(
        ask('graph nodes edges tools', vector === undefined ? {} : { vector }),
      );
      expect(matches.length).toBeGreaterThan(1);
      for (const { score, chunks, document } of matches) {
        const scores = chunks.map((match) => match.score);
        expect(score).toBe(scores[0]);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        expect(Math.min(...scores)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...scores)).toBeLessThanOrEqual(1);
        expect(chunks.every(({ chunk }) => chunk.path === document.path)).toBe(true);
      }
      const scores = matches.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
    }
  });

  test('search() returns an empty list if nothing matches or the query contains no word', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents });
    for (const query of ['zeppelin', '', '   ', '?!*']) expect(await found(reader, query)).toEqual([]);
  });

  test('search() returns at most the requested number of documents and passages', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents });
    const { matches } = await reader.search(
      ask('graph tools agent chain', { limit: 2, chunksPerDocument: 1 }),
    );
    expect(matches).toHaveLength(2);
    expect(matches.map(({ chunks }) => chunks.length)).toEqual([1, 1]);
    const all = await reader.search(ask('graph tools agent chain', { limit: 50, chunksPerDocument: 50 }));
    expect(all.matches).toHaveLength(4);
    expect(Math.max(...all.matches.map(({ chunks }) => chunks.length))).toBe(2);
  });

  test('search() takes a path prefix and folders to leave out literally', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents });
    const found = async (query: IndexQuery) =>
      (await reader.search(query)).matches.map(({ document }) => document.path);
    for (const more of [{}, { vector: vectorOf('tools') }]) {
      expect(await found(ask('tools', { pathPrefix: 'agent/', ...more }))).toEqual(['agent/tools.md']);
      expect(await found(ask('tools', { pathPrefix: 'agent_x/', ...more }))).toEqual(['agent_x/tools.md']);
      // Prefixes that end within the name of a folder, of a document, and of a document in the outermost folder.
      expect((await found(ask('tools', { pathPrefix: 'agent', ...more }))).sort()).toEqual([
        'agent/tools.md',
        'agent_x/tools.md',
      ]);
      expect(await found(ask('tools', { pathPrefix: 'agent_x/to', ...more }))).toEqual(['agent_x/tools.md']);
      expect(await found(ask('graph', { pathPrefix: 'gra', ...more }))).toEqual(['graph.md']);
      const without = ask('tools', { exceptFolders: ['agent/', 'nowhere/'], ...more });
      const left = await found(without);
      expect(left).toContain('agent_x/tools.md');
      expect(left.filter((path) => path.startsWith('agent/'))).toEqual([]);
      expect(await found({ ...without, pathPrefix: 'agent/' })).toEqual([]);
      for (const nowhere of ['agent_/', 'AGENT/', '%', '_', 'agent/*', 'tools', "'", '\\', 'agent//']) {
        expect(await found(ask('tools', { pathPrefix: nowhere, ...more }))).toEqual([]);
      }
    }
  });

  test('search() treats a hostile query as plain words', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents });
    for (const query of HOSTILE_QUERIES) {
      expect(await found(reader, query)).toContain('graph.md');
      expect(await found(reader, query, vectorOf('graph'))).toContain('graph.md');
    }
    expect(await reader.status()).toMatchObject({ documents: 4 });
  });

  test('search() with a vector finds a passage that shares no word with the query', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents });
    const vector = vectorOf('More Other tools wrap tools');
    expect((await found(reader, 'zeppelin', vector))[0]).toBe('agent_x/tools.md');
  });

  test('search() with a vector combines the lexical and the vector ranking', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents });
    const vector = vectorOf('Graph orchestration Compile the graph, then run the graph.');
    expect((await found(reader, 'compile and run a graph', vector))[0]).toBe('graph.md');
    expect(await found(reader, 'branches', vector)).toEqual(expect.arrayContaining(['graph.md', 'chain.md']));
  });

  test('search() ignores a vector that does not fit the index', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents });
    expect(await found(reader, 'branches', wordVector('tools', 32))).toEqual(['chain.md']);
    await sync(writer, 2, { documents }, { fingerprint: lexical });
    expect(await found(reader, 'branches', vectorOf('tools'))).toEqual(['chain.md']);
  });

  test('search() returns equal matches in the order of their paths, the same every time', async () => {
    const { reader, writer, openReader } = index();
    const twins = ['c.md', 'a.md', 'b.md'].map((path) => ({
      path,
      passages: ['the same graph', 'the same graph'],
    }));
    await sync(writer, 1, { documents: twins });
    const first = await reader.search(ask('graph'));
    expect(first.matches.map(({ document }) => document.path)).toEqual(['a.md', 'b.md', 'c.md']);
    expect(first.matches[0]?.chunks.map(({ chunk }) => chunk.ordinal)).toEqual([0, 1]);
    expect(await openReader().search(ask('graph'))).toEqual(first);
  });
}
