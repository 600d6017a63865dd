import { describe, expect, test } from '@jest/globals';
import { lexicalScore, lexicalWeight } from '../ranking.ts';
import { visibleAt } from './points.ts';
import { chunkSearch } from './search-request.ts';

const visible = visibleAt(7, 'chunk');
const query = { text: 'How do I build a graph?', limit: 5, chunksPerDocument: 2 };
const vector = Float32Array.of(0.5, 0.5);
const lexical = { indices: [7, 42], values: [1.5, 0.5] };
const chunks = 1_000;
const point = (id: number, score: number) => ({ id, score, version: 1 });

describe('chunkSearch()', () => {
  test('chunkSearch() without a vector requests only BM25 with the weights of the query', () => {
    const search = chunkSearch({ query, lexical, chunks }, visible, true);
    expect(search?.requests).toMatchObject([{ using: 'bm25', filter: visible, query: { nearest: lexical } }]);
    const combined = search?.combine([[0, 10, 1e9].map((score, id) => point(id, score))]);
    expect(combined?.map(({ score }) => score)).toEqual([0, 0.5, expect.closeTo(1)]);
  });

  test('chunkSearch() with a vector requests both rankings, each of the visible points', () => {
    const search = chunkSearch({ query: { ...query, vector }, lexical, chunks }, visible, true);
    expect(search?.requests).toMatchObject([
      { using: 'dense', query: { nearest: [0.5, 0.5] }, filter: visible },
      { using: 'bm25', filter: visible },
    ]);
  });

  test('chunkSearch() gives the first of both rankings its lexical score, and the first of one ranking its share', () => {
    const { combine } = chunkSearch({ query: { ...query, vector }, lexical, chunks }, visible, true) ?? {};
    const weight = lexicalWeight(query.text, [{ score: 7 }], chunks);
    expect(combine?.([[point(1, 0.9)], [point(1, 7)]])).toMatchObject([{ id: 1, score: lexicalScore(7) }]);
    expect(combine?.([[point(1, 0.9)], [point(2, 7)]])).toMatchObject([
      { id: 1, score: expect.closeTo(lexicalScore(7) / (1 + weight)) },
      { id: 2, score: expect.closeTo((lexicalScore(7) * weight) / (1 + weight)) },
    ]);
  });

  test('chunkSearch() ignores the vector of a query if the index has no vectors', () => {
    expect(
      chunkSearch({ query: { ...query, vector }, lexical, chunks }, visible, false)?.requests,
    ).toMatchObject([{ using: 'bm25' }]);
  });

  test('chunkSearch() without terms requests only the dense ranking, or nothing without a vector', () => {
    expect(chunkSearch({ query, lexical: null, chunks }, visible, true)).toBeNull();
    const search = chunkSearch({ query: { ...query, vector }, lexical: null, chunks }, visible, true);
    expect(search?.requests).toMatchObject([{ using: 'dense' }]);
    expect(search?.combine([[point(1, 0.9)]])).toMatchObject([{ id: 1, score: lexicalScore(1) }]);
  });

  test('chunkSearch() limits the number of requested chunks, however many documents are wanted', () => {
    const search = chunkSearch({ query: { ...query, limit: 1_000_000 }, lexical, chunks }, visible, true);
    expect(search?.requests.map(({ limit }) => limit)).toEqual([1_000]);
  });
});
