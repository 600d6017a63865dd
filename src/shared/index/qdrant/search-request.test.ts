import { describe, expect, test } from '@jest/globals';
import { RRF_K } from '../rank-fusion.ts';
import { visibleAt } from './points.ts';
import { chunkSearch } from './search-request.ts';

const visible = visibleAt(7, 'chunk');
const query = { text: 'How do I build a graph?', limit: 5, chunksPerDocument: 2 };
const vector = Float32Array.of(0.5, 0.5);
/** Qdrant counts ranks from 0, so its constant is one more. */
const FIRST = RRF_K + 1;

describe('a search for chunks', () => {
  test('without a vector is BM25 of the telling words alone', () => {
    const search = chunkSearch(query, visible, true);
    expect(search?.request).toMatchObject({ using: 'bm25', filter: visible });
    expect(search?.request.query).toMatchObject({ nearest: { text: 'build graph', model: 'qdrant/bm25' } });
    expect([0, 10, 1e9].map((score) => search?.scoreOf(score))).toEqual([0, 0.5, expect.closeTo(1)]);
  });

  test('with a vector fuses both rankings, each of what is visible', () => {
    const search = chunkSearch({ ...query, vector }, visible, true);
    expect(search?.request.prefetch).toMatchObject([
      { using: 'dense', query: { nearest: [0.5, 0.5] }, filter: visible },
      { using: 'bm25', filter: visible },
    ]);
    expect(search?.request.query).toEqual({ rrf: { k: FIRST, weights: [1, 1] } });
  });

  test('gives 1 to what leads both rankings, and half to what leads one', () => {
    const { scoreOf } = chunkSearch({ ...query, vector }, visible, true) ?? {};
    expect(scoreOf?.(2 / FIRST)).toBe(1);
    expect(scoreOf?.(1 / FIRST)).toBe(0.5);
  });

  test('leaves aside a vector that the index has no use for', () => {
    expect(chunkSearch({ ...query, vector }, visible, false)).toMatchObject({ request: { using: 'bm25' } });
  });

  test('for no word at all is by vector alone, or not at all', () => {
    expect(chunkSearch({ ...query, text: '?!' }, visible, true)).toBeNull();
    const search = chunkSearch({ ...query, text: '?!', vector }, visible, true);
    expect(search?.request.prefetch).toMatchObject([{ using: 'dense' }]);
    expect(search?.request.query).toEqual({ rrf: { k: FIRST, weights: [1] } });
  });

  test('looks at a bounded number of chunks, however many are asked for', () => {
    const limit = chunkSearch({ ...query, limit: 1_000_000 }, visible, true)?.request.limit;
    expect(limit).toBe(1_000);
  });
});
