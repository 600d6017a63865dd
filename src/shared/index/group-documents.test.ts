import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { groupDocuments } from './group-documents.ts';

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
