import { describe, expect, test } from '@jest/globals';
import { isUnprintable, listedPath } from './document-files.ts';

describe('listedPath()', () => {
  test.each([
    'page.md',
    'a/b/_index.md',
    '模块/本地.md',
    'with space/and "quotes".md',
    'a.md/b.md',
    '-rf.md',
  ])('listedPath() returns the document path %j unchanged', (path) => expect(listedPath(path)).toBe(path));

  test.each([
    'page.txt',
    'page.MD',
    'page.md/',
    'md',
    '.md',
    '.hidden.md',
    '.git/page.md',
    'a/.github/page.md',
    '../page.md',
    'a/../../page.md',
    '/etc/page.md',
    'a//page.md',
  ])('listedPath() returns null for %j, which is not a document path', (path) =>
    expect(listedPath(path)).toBeNull(),
  );
});

test.each([
  ['a\nb.md', 'a\uFFFDb.md'],
  ['a\tb/c.md', 'a\uFFFDb/c.md'],
  ['\u001b[31m.md', '\uFFFD[31m.md'],
  ['not-utf8-\uFFFD.md', 'not-utf8-\uFFFD.md'],
])('the name %j is listed as %j and recognised as unprintable', (path, listed) => {
  expect(listedPath(path)).toBe(listed);
  expect(isUnprintable(listed)).toBe(true);
});
