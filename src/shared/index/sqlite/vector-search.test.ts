import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cosines, direction } from './vector-search.ts';

const cosine = (a: number[], b: number[]) =>
  cosines(direction(Float32Array.from(a)), [direction(Float32Array.from(b))])[0] ?? Number.NaN;

describe('cosines()', () => {
  test('cosines() returns 1 for equal directions, -1 for opposite and 0 for orthogonal ones, regardless of length', () => {
    expect(cosine([3, 4, 0, 0, 0], [6, 8, 0, 0, 0])).toBeCloseTo(1, 6);
    expect(cosine([3, 4, 0, 0, 0], [-3, -4, 0, 0, 0])).toBeCloseTo(-1, 6);
    expect(cosine([1, 0, 0, 0, 0], [0, 0, 0, 0, 2])).toBeCloseTo(0, 6);
  });

  test('cosines() returns 0 for a zero vector', () => {
    expect(cosine([0, 0, 0], [1, 2, 3])).toBe(0);
  });

  test('cosines() uses every component of vectors of any length', () => {
    const component = fc.integer({ min: -100, max: 100 });
    const pairs = fc.integer({ min: 1, max: 40 }).chain((length) => {
      const vector = fc.array(component, { minLength: length, maxLength: length });
      return fc.tuple(vector, vector);
    });
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const product = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
        const lengths = Math.hypot(...a) * Math.hypot(...b);
        expect(cosine(a, b)).toBeCloseTo(lengths === 0 ? 0 : product / lengths, 5);
      }),
    );
  });
});
