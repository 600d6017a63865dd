import { expect, test } from '@jest/globals';
import { commitRevision } from './source.ts';

const SHA = 'a'.repeat(40);

test('a revision has the first line of the commit message and the date in UTC', () => {
  expect(commitRevision(SHA, '2026-05-12T10:03:42+08:00', '\n\nFix the guide\r\nBecause.\n')).toEqual({
    sha: SHA,
    date: '2026-05-12T02:03:42.000Z',
    subject: 'Fix the guide',
  });
});

test('the subject of a revision is at most 200 characters long, and empty for an empty commit message', () => {
  expect(commitRevision(SHA, '2026-05-12T10:03:42Z', 'x'.repeat(100_000)).subject).toHaveLength(200);
  expect(commitRevision(SHA, '2026-05-12T10:03:42Z', '').subject).toBe('');
});

test('a commit date that Date cannot represent becomes the epoch', () => {
  expect(commitRevision(SHA, '+292277026596-12-04T15:30:07Z', '').date).toBe('1970-01-01T00:00:00.000Z');
});
