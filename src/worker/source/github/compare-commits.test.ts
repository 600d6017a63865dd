import { expect, test } from '@jest/globals';
import { deltaOf, touchesDocs } from './compare-commits.ts';

const sha = 'a'.repeat(40);
const file = (status: string, filename: string, more: object = {}) => ({ status, filename, sha, ...more });

test.each([
  [file('added', 'docs/a.md'), { before: null, after: { path: 'a.md', blob: sha } }],
  [
    file('copied', 'docs/a.md', { previous_filename: 'docs/b.md' }),
    { before: null, after: { path: 'a.md', blob: sha } },
  ],
  [file('modified', 'docs/a.md'), { before: 'a.md', after: { path: 'a.md', blob: sha } }],
  [file('removed', 'docs/a.md'), { before: 'a.md', after: null }],
  [
    file('renamed', 'docs/a.md', { previous_filename: 'docs/b.md' }),
    { before: 'b.md', after: { path: 'a.md', blob: sha } },
  ],
  [
    file('renamed', 'docs/a.md', { previous_filename: 'other/b.md' }),
    { before: null, after: { path: 'a.md', blob: sha } },
  ],
  [file('renamed', 'other/a.md', { previous_filename: 'docs/b.md' }), { before: 'b.md', after: null }],
])('deltaOf() returns the path before and the file after the compared change %j', (compared, delta) => {
  expect(deltaOf(compared, 'docs')).toEqual(delta);
});

test.each([
  file('changed', 'docs/a.md'),
  file('teleported', 'docs/a.md'),
  file('added', 'docs/a.md', { sha: null }),
  file('modified', 'docs/a.md', {
    patch: `@@ -1 +1 @@\n-Subproject commit ${sha}\n+Subproject commit ${sha}`,
  }),
])('deltaOf() returns null for %j, from which the new content of the file is not known', (compared) => {
  expect(deltaOf(compared, 'docs')).toBeNull();
});

test('touchesDocs() is true only for a file that is or was below the docs root', () => {
  expect(touchesDocs(file('modified', 'docs/a.png'), 'docs')).toBe(true);
  expect(touchesDocs(file('renamed', 'other/a.md', { previous_filename: 'docs/a.md' }), 'docs')).toBe(true);
  expect(touchesDocs(file('modified', 'docs-old/a.md'), 'docs')).toBe(false);
});
