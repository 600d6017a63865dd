import { describe, expect, test } from '@jest/globals';
import { buildDocument } from '../../../../test/support/document-builder.ts';
import { bm25TermsOf } from '../../../shared/index/qdrant/bm25-vectors.ts';
import { chunkPoint, documentPoint, pointBatches } from './staged-points.ts';

const pointOf = (n: number, text: string, vector?: Float32Array) => {
  const [chunk] = buildDocument({ path: `folder/${n}.md`, passages: [text] }).chunks;
  if (chunk === undefined) throw new Error('no chunk');
  return chunkPoint({ chunk, bm25: bm25TermsOf(chunk), language: 'zh', vector }, 1);
};

describe('chunkPoint() and documentPoint()', () => {
  test('chunkPoint() makes a point with a dense vector only if it is given one', () => {
    expect(Object.keys(pointOf(1, 'graph').vector)).toEqual(['bm25']);
    expect(Object.keys(pointOf(1, 'graph', new Float32Array(4)).vector)).toEqual(['bm25', 'dense']);
  });

  test("chunkPoint() makes a point with the language of the chunk's document", () => {
    expect(pointOf(1, 'graph').payload).toMatchObject({ kind: 'chunk', language: 'zh' });
  });

  test('documentPoint() makes a point that is visible from its sequence on, without an end', () => {
    const { document } = buildDocument({ path: 'folder/a.md', passages: ['graph'] });
    expect(documentPoint(document, 3).payload).toMatchObject({ since: 3, folders: ['folder/'] });
    expect(documentPoint(document, 3).payload).not.toHaveProperty('until');
  });
});

describe('pointBatches()', () => {
  const sizes = (batches: Iterable<unknown[]>) => [...batches].map((batch) => batch.length);

  test('pointBatches() limits the number of points in a batch', () => {
    const points = Array.from({ length: 300 }, (_, n) => pointOf(n, 'graph'));
    expect(sizes(pointBatches(points))).toEqual([128, 128, 44]);
    expect(sizes(pointBatches([]))).toEqual([]);
  });

  test('pointBatches() limits the size of a batch as JSON', () => {
    const vector = Float32Array.from({ length: 3_072 }, (_, n) => Math.sin(n) / 50);
    const points = Array.from({ length: 300 }, (_, n) => pointOf(n, 'word '.repeat(1_500), vector));
    const batches = [...pointBatches(points)];
    expect(batches.flat()).toEqual(points);
    for (const batch of batches) {
      expect(Buffer.byteLength(JSON.stringify({ points: batch }))).toBeLessThan(8 * 1024 * 1024);
    }
    expect(batches.length).toBeLessThan(8);
  });

  test('pointBatches() puts a point that exceeds the size limit in a batch of its own', () => {
    const huge = pointOf(1, 'x'.repeat(9_000_000));
    const small = pointOf(2, 'graph');
    expect(sizes(pointBatches([small, huge, small]))).toEqual([1, 1, 1]);
  });
});
