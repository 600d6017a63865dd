import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  FUSED_CANDIDATES,
  fuseRankings,
  groupDocuments,
  inverseDocumentFrequency,
  lexicalScore,
  lexicalWeight,
  type Scored,
} from './ranking.ts';

const chunk = (path: string, ordinal: number, score: number) => ({ path, ordinal, score });

describe('grouping chunks into documents', () => {
  test('a document has the score of its best chunk, and its chunks come best first', () => {
    const groups = groupDocuments([chunk('a', 0, 0.2), chunk('b', 0, 0.5), chunk('a', 1, 0.9)], 9, 9);
    expect(groups).toEqual([
      { path: 'a', score: 0.9, chunks: [chunk('a', 1, 0.9), chunk('a', 0, 0.2)] },
      { path: 'b', score: 0.5, chunks: [chunk('b', 0, 0.5)] },
    ]);
  });

  test('chunks with equal scores are ordered by path, then by position in the document', () => {
    const groups = groupDocuments([chunk('b', 1, 0.5), chunk('b', 0, 0.5), chunk('a', 7, 0.5)], 9, 9);
    expect(groups.flatMap(({ chunks }) => chunks.map(({ path, ordinal }) => path + ordinal))).toEqual([
      'a7',
      'b0',
      'b1',
    ]);
  });

  test('grouping keeps to its limits, drops nothing better than what it returns, and ignores the order of its input', () => {
    const chunks = fc.uniqueArray(
      fc.record({
        path: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        ordinal: fc.nat(6),
        score: fc.constantFrom(0, 0.25, 0.5, 0.75, 1),
      }),
      { selector: ({ path, ordinal }) => path + ordinal },
    );
    fc.assert(
      fc.property(
        chunks,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 4 }),
        (all, limit, each) => {
          const groups = groupDocuments(all, limit, each);
          expect(groupDocuments(all.toReversed(), limit, each)).toEqual(groups);
          expect(groups).toHaveLength(Math.min(limit, new Set(all.map(({ path }) => path)).size));
          const worst = Math.min(...groups.map(({ score }) => score));
          const shown = new Set(groups.map(({ path }) => path));
          for (const { path, score } of all) if (!shown.has(path)) expect(score).toBeLessThanOrEqual(worst);
          for (const { path, chunks: shownChunks } of groups) {
            const total = all.filter((other) => other.path === path).length;
            expect(shownChunks).toHaveLength(Math.min(each, total));
          }
        },
      ),
    );
  });
});

const ranking = (scores: Readonly<Record<string, number>>): Scored<string>[] =>
  Object.entries(scores).map(([key, score]) => ({ key, score }));
const order = (scores: Map<string, number>) => [...scores].sort((a, b) => b[1] - a[1]).map(([key]) => key);

describe('lexicalWeight()', () => {
  const LONG = 'how to resume an interrupted graph';
  /** The weight where the best chunk has so many words that no other chunk has. */
  const weight = (text: string, words: number, chunks = 1_000) =>
    lexicalWeight(text, [{ score: words * inverseDocumentFrequency(chunks, 1) }], chunks);

  test('the weight of the lexical ranking grows from 1 to 5 with the words that the best chunk has', () => {
    const weights = [0, 1, 2, 2.2, 3, 9].map((words) => weight(LONG, words));
    expect(weights).toEqual(weights.toSorted((a, b) => a - b));
    expect([weights[0], weights[3], weights[5]]).toEqual([expect.closeTo(1, 2), 3, expect.closeTo(5, 2)]);
    expect(lexicalWeight(LONG, [], 1_000)).toBe(weights[0]);
  });

  test('the weight of the lexical ranking of a short query grows earlier', () => {
    expect(weight('WithGenLocalState', 1)).toBeGreaterThan(4.5);
    expect(weight('interrupt graph', 1)).toBeGreaterThan(weight(LONG, 1));
  });

  test('the weight of the lexical ranking does not depend on the size of the index', () => {
    expect(weight(LONG, 2, 100_000)).toBeCloseTo(weight(LONG, 2, 10), 12);
  });
});

describe('fuseRankings()', () => {
  test('fuseRankings() gives the first of both rankings the score of a lexical search', () => {
    const scores = fuseRankings(ranking({ a: 0.8, b: 0.3 }), ranking({ a: 12, c: 4 }), 3);
    expect(scores.get('a')).toBeCloseTo(lexicalScore(12), 12);
    expect(scores.get('c')).toBeCloseTo(0.75 * lexicalScore(4), 12);
  });

  test('fuseRankings() ranks a key in both rankings before the first of only one', () => {
    const scores = fuseRankings(
      ranking({ a: 0.8, both: 0.7, last: 0.1 }),
      ranking({ b: 9, both: 8, other: 1 }),
      1,
    );
    expect(order(scores)[0]).toBe('both');
  });

  test('fuseRankings() scores a clear first place higher than a narrow one', () => {
    const dense = ranking({ dense: 0.9, words: 0.89, last: 0.1 });
    expect(order(fuseRankings(dense, ranking({ words: 20, dense: 5 }), 1))[0]).toBe('words');
    expect(order(fuseRankings(dense, ranking({ words: 20, dense: 19.9 }), 1))[0]).toBe('dense');
  });

  test('fuseRankings() scales the lexical ranking by the lexical weight', () => {
    const scores = fuseRankings(ranking({ a: 0.9 }), ranking({ b: 7 }), 3);
    expect(scores.get('b')).toBeCloseTo(3 * (scores.get('a') ?? 0), 12);
  });

  test('fuseRankings() omits the lexical ranking if its weight is 0, and keeps its scale', () => {
    expect([...fuseRankings(ranking({ a: 0.9 }), ranking({ b: 7 }), 0)]).toEqual([['a', lexicalScore(7)]]);
  });

  test('fuseRankings() gives low scores if no chunk contains a word of the query', () => {
    const scores = fuseRankings(ranking({ a: 0.9, b: 0.1 }), [], 3);
    expect([...scores]).toEqual([
      ['a', lexicalScore(1)],
      ['b', 0],
    ]);
  });

  test('fuseRankings() counts a chunk outside of a lexical ranking like its last one if the ranking was cut, else 0', () => {
    const words = Array.from({ length: FUSED_CANDIDATES }, (_, i) => ({ key: `${i}`, score: 200 - i }));
    const dense = ranking({ x: 0.9, last: 0.1 });
    const last = 200 - (FUSED_CANDIDATES - 1);
    expect(fuseRankings(dense, words, 1).get('last')).toBeCloseTo(lexicalScore(last) / 2, 12);
    expect(fuseRankings(dense, words.slice(1), 1).get('last')).toBe(0);
  });

  test('fuseRankings() of two empty rankings is empty', () => {
    expect(fuseRankings([], [], 1)).toEqual(new Map());
  });

  test('fuseRankings() keeps scores between 0 and 1 and the order of a single ranking', () => {
    const scored = fc
      .uniqueArray(fc.record({ key: fc.string(), score: fc.double({ min: 0, max: 100, noNaN: true }) }), {
        selector: ({ key }) => key,
        maxLength: FUSED_CANDIDATES,
      })
      .map((list) => list.toSorted((a, b) => b.score - a.score));
    fc.assert(
      fc.property(scored, scored, fc.double({ min: 0.01, max: 10, noNaN: true }), (dense, words, weight) => {
        const scores = fuseRankings(dense, words, weight);
        expect(new Set(scores.keys())).toEqual(new Set([...dense, ...words].map(({ key }) => key)));
        for (const score of scores.values()) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1 + 1e-9);
        }
        const alone = fuseRankings(dense, [], weight);
        const inOrder = dense.map(({ key }) => alone.get(key) ?? -1);
        expect(inOrder).toEqual(inOrder.toSorted((a, b) => b - a));
      }),
    );
  });
});
