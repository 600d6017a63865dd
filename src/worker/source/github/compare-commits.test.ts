import { expect, test } from '@jest/globals';
import { deltaOf } from './compare-commits.ts';

const sha = 'a'.repeat(40);
const file = (status: string, filename: string, more: object = {}) => ({ status, filename, sha, ...more });

test.each([
  [file('added', 'docs/a.md'), { before: null, after: { path: 'docs/a.md', blob: sha } }],
  [
    file('copied', 'docs/a.md', { previous_filename: 'docs/b.md' }),
    { before: null, after: { path: 'docs/a.md', blob: sha } },
  ],
  [file('modified', 'docs/a.md'), { before: 'docs/a.md', after: { path: 'docs/a.md', blob: sha } }],
  [file('removed', 'docs/a.md'), { before: 'docs/a.md', after: null }],
  [
    file('renamed', 'docs/a.md', { previous_filename: 'other/b.md' }),
    { before: 'other/b.md', after: { path: 'docs/a.md', blob: sha } },
  ],
])('deltaOf() returns the path before and the file after the compared change %j', (compared, delta) => {
  expect(deltaOf(compared)).toEqual(delta);
});

test.each([
  file('changed', 'docs/a.md'),
  file('teleported', 'docs/a.md'),
  file('added', 'docs/a.md', { sha: null }),
  file('modified', 'docs/a.md', {
    patch: `@@ -1 +1 @@\n-Subproject commit ${sha}\n+Subproject commit ${sha}`,
  }),
])('deltaOf() returns null for %j, from which the new content of the file is not known', (compared) => {
  expect(deltaOf(compared)).toBeNull();
});
