import { describe, expect, test } from '@jest/globals';
import { ago, printable, seconds } from './wording.ts';

describe('text from outside', () => {
  test('cannot steer a terminal or begin a line', () => {
    expect(printable('docs: \u001b[2J\u001b]0;owned\u0007\r\nall clear\u2028\u202egnp.exe')).toBe(
      'docs:  [2J ]0;owned all clear gnp.exe',
    );
  });

  test('is left as it is otherwise', () => {
    expect(printable('docs/中文.md → é 🦜')).toBe('docs/中文.md → é 🦜');
  });
});

test('a span of time is given in its own measure', () => {
  const MINUTE = 60_000;
  expect([0, 59_999, MINUTE, 59 * MINUTE, 60 * MINUTE, 47 * 60 * MINUTE, 49 * 60 * MINUTE].map(ago)).toEqual([
    'just now',
    'just now',
    '1 minute ago',
    '59 minutes ago',
    '1 hour ago',
    '47 hours ago',
    '2 days ago',
  ]);
  expect([5, 1234, 83_300].map(seconds)).toEqual(['0.01 s', '1.23 s', '83 s']);
});
