import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fuseRankings } from './rank-fusion.ts';

const ranking = (...keys: string[]) => ({ keys, weight: 1 });
const order = (scores: Map<string, number>) => [...scores].sort((a, b) => b[1] - a[1]).map(([key]) => key);

describe('rank fusion', () => {
  test('what leads every ranking scores 1', () => {
    expect(fuseRankings([ranking('a', 'b'), ranking('a', 'c')]).get('a')).toBeCloseTo(1, 12);
  });

  test('what several rankings have comes before what one has', () => {
    expect(order(fuseRankings([ranking('a', 'both'), ranking('b', 'both')]))[0]).toBe('both');
  });

  test('a ranking counts as much as its weight', () => {
    const scores = fuseRankings([
      { keys: ['a'], weight: 1 },
      { keys: ['b'], weight: 3 },
    ]);
    expect(scores.get('b')).toBeCloseTo(3 * (scores.get('a') ?? 0), 12);
  });

  test('a ranking that counts nothing takes no part', () => {
    expect([...fuseRankings([ranking('a'), { keys: ['b'], weight: 0 }])]).toEqual([['a', 1]]);
  });

  test('no ranking gives nothing', () => {
    expect(fuseRankings([])).toEqual(new Map());
    expect(fuseRankings([ranking()])).toEqual(new Map());
  });

  test('scores stay within 0 and 1 and keep the order of a ranking on its own', () => {
    const keys = fc.uniqueArray(fc.string(), { maxLength: 50 });
    const weight = fc.double({ min: 0.01, max: 10, noNaN: true });
    fc.assert(
      fc.property(keys, keys, weight, weight, (a, b, weightA, weightB) => {
        const scores = fuseRankings([
          { keys: a, weight: weightA },
          { keys: b, weight: weightB },
        ]);
        expect(new Set(scores.keys())).toEqual(new Set([...a, ...b]));
        for (const score of scores.values()) {
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(1 + 1e-9);
        }
        expect(order(fuseRankings([{ keys: a, weight: weightA }]))).toEqual(a);
      }),
    );
  });
});
