import { expect, test } from '@jest/globals';
import { compareChunks } from './stage-documents.ts';

test('a chunk is kept, added or removed by its id', () => {
  expect(compareChunks(10, new Set(['a', 'b', 'c']), new Set(['b', 'c', 'd', 'e']))).toEqual({
    total: 11,
    added: 2,
    removed: 1,
    kept: 9,
  });
});

test('a first sync adds them all', () => {
  expect(compareChunks(0, new Set(), new Set(['a', 'b']))).toEqual({
    total: 2,
    added: 2,
    removed: 0,
    kept: 0,
  });
});
