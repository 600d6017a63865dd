import { describe, expect, test } from '@jest/globals';
import { visibleAt } from './points.ts';
import { chunkSearch } from './search-request.ts';

const visible = visibleAt(7, 'chunk');
const query = { text: 'How do I build a graph?', limit: 5, chunksPerDocument: 2 };
const vector = Float32Array.of(0.5, 0.5);
const point = (id: number, score: number) => ({ id, score, version: 1 });

describe('a search for chunks', () => {
  test('without a vector is BM25 of the telling words alone', () => {
    const search = chunkSearch(query, visible, true);
    expect(search?.requests).toMatchObject([
      { using: 'bm25', filter: visible, query: { nearest: { text: 'build graph', model: 'qdrant/bm25' } } },
    ]);
    const scored = search?.scored([[0, 10, 1e9].map((score, id) => point(id, score))]);
    expect(scored?.map(({ score }) => score)).toEqual([0, 0.5, expect.closeTo(1)]);
  });

  test('with a vector asks for both rankings, each of what is visible', () => {
    const search = chunkSearch({ ...query, vector }, visible, true);
    expect(search?.requests).toMatchObject([
      { using: 'dense', query: { nearest: [0.5, 0.5] }, filter: visible },
      { using: 'bm25', filter: visible },
    ]);
  });

  test('gives 1 to what leads both rankings, and half to what leads one', () => {
    const { scored } = chunkSearch({ ...query, vector }, visible, true) ?? {};
    expect(scored?.([[point(1, 0.9)], [point(1, 7)]])).toMatchObject([{ id: 1, score: 1 }]);
    expect(scored?.([[point(1, 0.9)], []])).toMatchObject([{ id: 1, score: 0.5 }]);
  });

  test('lets the words count as much as they are said to', () => {
    const { scored } = chunkSearch({ ...query, vector, lexicalWeight: 3 }, visible, true) ?? {};
    expect(scored?.([[point(1, 0.9)], [point(2, 7)]])).toMatchObject([
      { id: 1, score: 0.25 },
      { id: 2, score: expect.closeTo(0.75) },
    ]);
    const none = chunkSearch({ ...query, vector, lexicalWeight: 0 }, visible, true);
    expect(none?.requests).toMatchObject([{ using: 'dense' }]);
  });

  test('leaves aside a vector that the index has no use for', () => {
    expect(chunkSearch({ ...query, vector }, visible, false)?.requests).toMatchObject([{ using: 'bm25' }]);
  });

  test('for no word at all is by vector alone, or not at all', () => {
    expect(chunkSearch({ ...query, text: '?!' }, visible, true)).toBeNull();
    const search = chunkSearch({ ...query, text: '?!', vector }, visible, true);
    expect(search?.requests).toMatchObject([{ using: 'dense' }]);
    expect(search?.scored([[point(1, 0.9)]])).toMatchObject([{ score: 1 }]);
  });

  test('looks at a bounded number of chunks, however many are asked for', () => {
    const search = chunkSearch({ ...query, limit: 1_000_000 }, visible, true);
    expect(search?.requests.map(({ limit }) => limit)).toEqual([1_000]);
  });
});
