import { describe, expect, test } from '@jest/globals';
import { foldersOf, pointId } from './points.ts';

describe('pointId()', () => {
  test('pointId() is a UUID, equal only for the same kind, key and sequence', () => {
    const id = pointId('chunk', 'a', 1);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(pointId('chunk', 'a', 1)).toBe(id);
    for (const other of [pointId('document', 'a', 1), pointId('chunk', 'b', 1), pointId('chunk', 'a', 2)]) {
      expect(other).not.toBe(id);
    }
  });
});

test.each([
  ['a.md', []],
  ['guide/a.md', ['guide/']],
  ['guide/deep/中文/a.md', ['guide/', 'guide/deep/', 'guide/deep/中文/']],
])('foldersOf(%s) is %j', (path, folders) => {
  expect(foldersOf(path)).toEqual(folders);
});
