import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { VectorList } from './vector-list.ts';

const listOf = (...vectors: readonly (Float32Array | Int8Array)[]) => {
  const list = new VectorList(vectors[0]?.length ?? 0, vectors.length);
  for (const vector of vectors) list.add(vector);
  return list;
};
const cosine = (a: number[], b: number[]) =>
  listOf(Float32Array.from(b)).cosines(Float32Array.from(a))[0] ?? Number.NaN;

describe('VectorList.cosines()', () => {
  test('a cosine is 1 for equal directions, -1 for opposite and 0 for orthogonal ones, regardless of length', () => {
    expect(cosine([3, 4, 0, 0, 0], [6, 8, 0, 0, 0])).toBeCloseTo(1, 6);
    expect(cosine([3, 4, 0, 0, 0], [-3, -4, 0, 0, 0])).toBeCloseTo(-1, 6);
    expect(cosine([1, 0, 0, 0, 0], [0, 0, 0, 0, 2])).toBeCloseTo(0, 6);
  });

  test('the cosine of a vector of zeros is 0', () => {
    expect(cosine([0, 0, 0], [1, 2, 3])).toBe(0);
    expect(cosine([1, 2, 3], [0, 0, 0])).toBe(0);
  });

  test('bytes, floats and both together have the cosines of their numbers, whatever their count', () => {
    const component = fc.integer({ min: -127, max: 127 });
    const lists = fc.integer({ min: 1, max: 40 }).chain((length) => {
      const vector = fc.array(component, { minLength: length, maxLength: length });
      return fc.tuple(vector, fc.array(fc.tuple(vector, fc.boolean()), { minLength: 1, maxLength: 5 }));
    });
    fc.assert(
      fc.property(lists, ([query, others]) => {
        const list = listOf(
          ...others.map(([other, isBytes]) => (isBytes ? Int8Array.from(other) : Float32Array.from(other))),
        );
        const cosines = list.cosines(Float32Array.from(query));
        others.forEach(([other], at) => {
          const product = query.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
          const lengths = Math.hypot(...query) * Math.hypot(...other);
          expect(cosines[at]).toBeCloseTo(lengths === 0 ? 0 : product / lengths, 5);
          expect([...list.at(at)]).toEqual(other.map((value) => value + 0));
        });
      }),
    );
  });
});
