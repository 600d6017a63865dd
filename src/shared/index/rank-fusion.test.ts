import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FUSED_CANDIDATES, fuseRankings, type Scored } from './rank-fusion.ts';

const ranking = (scores: Readonly<Record<string, number>>): Scored<string>[] =>
  Object.entries(scores).map(([key, score]) => ({ key, score }));
const order = (scores: Map<string, number>) => [...scores].sort((a, b) => b[1] - a[1]).map(([key]) => key);

describe('fuseRankings()', () => {
  test('fuseRankings() scores the first of both rankings 1', () => {
    const scores = fuseRankings(ranking({ a: 0.8, b: 0.3 }), ranking({ a: 12, c: 4 }), 3);
    expect(scores.get('a')).toBeCloseTo(1, 12);
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

  test('fuseRankings() omits the lexical ranking if its weight is 0', () => {
    expect([...fuseRankings(ranking({ a: 0.9 }), ranking({ b: 7 }), 0)]).toEqual([['a', 1]]);
  });

  test('fuseRankings() scores a lexical ranking that was not cut relative to 0', () => {
    const scores = fuseRankings([], ranking({ a: 10, b: 9 }), 1);
    expect(scores.get('b')).toBeCloseTo(0.9 * (scores.get('a') ?? 0), 12);
  });

  test('fuseRankings() scores the last key of a lexical ranking that was cut 0', () => {
    const words = Array.from({ length: FUSED_CANDIDATES }, (_, i) => ({ key: `${i}`, score: 200 - i }));
    expect(fuseRankings([], words, 1).get(`${FUSED_CANDIDATES - 1}`)).toBe(0);
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
