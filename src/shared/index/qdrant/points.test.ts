import { describe, expect, test } from '@jest/globals';
import { foldersOf, pointId } from './points.ts';

describe('the id of a point', () => {
  test('is a UUID, the same for the same thing and sequence only', () => {
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
])('the folders of %s are %j', (path, folders) => {
  expect(foldersOf(path)).toEqual(folders);
});
