import { describe, expect, test } from '@jest/globals';
import { belowDocsPath, isDocumentPath, repositoryPath } from './document-path.ts';

describe('a document path', () => {
  test.each([
    'page.md',
    'a/b/_index.md',
    '模块/本地.md',
    'with space/and "quotes".md',
    'a.md/b.md',
    '-rf.md',
  ])('is %j', (path) => expect(isDocumentPath(path)).toBe(true));

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
    'a\nb.md',
    'a\u0000.md',
    '\u001b[31m.md',
    'not-utf8-\uFFFD.md',
  ])('is not %j', (path) => expect(isDocumentPath(path)).toBe(false));
});

describe('the docs root', () => {
  test('takes only what is below it, not what starts alike', () => {
    expect(belowDocsPath('content/docs/a/b.md', 'content/docs')).toBe('a/b.md');
    expect(belowDocsPath('content/docs-old/b.md', 'content/docs')).toBeNull();
    expect(belowDocsPath('content/docs', 'content/docs')).toBeNull();
    expect(belowDocsPath('a/b.md', '')).toBe('a/b.md');
  });

  test('and back again', () => {
    expect(repositoryPath('a/b.md', 'content/docs')).toBe('content/docs/a/b.md');
    expect(repositoryPath('a/b.md', '')).toBe('a/b.md');
  });
});
