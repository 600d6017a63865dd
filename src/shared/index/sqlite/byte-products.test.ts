import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ByteProducts } from './byte-products.ts';

test.each([1, 15, 16, 17, 128])('products of %i bytes are exact, also of the largest', (dimensions) => {
  const vectors = [127, -127, 0, 1].map((value) => new Int8Array(dimensions).fill(value));
  const list = new ByteProducts(dimensions, vectors.length + 1);
  for (const [at, vector] of vectors.entries()) list.bytes.set(vector, at * list.stride);
  const query = new Int8Array(dimensions).fill(-127);
  expect([...list.products(query, vectors.length)]).toEqual(
    [127, -127, 0, 1].map((value) => dimensions * value * -127 + 0),
  );
  expect([...list.products(query, 0)]).toEqual([]);
});

test('products of any vectors of bytes are those of a loop', () => {
  const vectors = fc
    .integer({ min: 1, max: 40 })
    .chain((dimensions) =>
      fc.array(fc.int8Array({ minLength: dimensions, maxLength: dimensions, min: -127 }), { minLength: 1 }),
    );
  fc.assert(
    fc.property(vectors, ([query = new Int8Array(), ...others]) => {
      const list = new ByteProducts(query.length, others.length);
      for (const [at, vector] of others.entries()) list.bytes.set(vector, at * list.stride);
      const expected = others.map((other) =>
        other.reduce((sum, byte, at) => sum + byte * (query[at] ?? 0), 0),
      );
      expect([...list.products(query, others.length)]).toEqual(expected);
    }),
  );
});

test('a list without room for vectors has no products', () => {
  expect([...new ByteProducts(0, 0).products(new Int8Array(), 0)]).toEqual([]);
});
