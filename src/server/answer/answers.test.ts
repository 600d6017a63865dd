import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { OperationalError } from '../../shared/operational-error.ts';
import { cursorCodec } from './cursor.ts';
import { duration, type FreshnessBlock, footer, staleWarning } from './freshness-block.ts';
import { countFitting } from './token-budget.ts';

const FRESH: FreshnessBlock = {
  commit: 'a'.repeat(40),
  checked_at: '2026-01-01T00:00:00.000Z',
  age_seconds: 720,
  state: 'fresh',
};

describe('a cursor', () => {
  const cursors = cursorCodec('list', z.object({ from: z.int().min(1) }));

  test('comes back as it was given out', () => {
    expect(cursors.decode(cursors.encode({ from: 7 }))).toEqual({ from: 7 });
  });

  test.each([
    ['text', 'abc'],
    ['nothing', ''],
    ['another kind', cursorCodec('search', z.object({ from: z.int() })).encode({ from: 7 })],
    ['an impossible place', Buffer.from('["list",{"from":-1}]').toString('base64url')],
    ['other JSON', Buffer.from('{"from":1}').toString('base64url')],
  ])('made of %s is refused with a way out', (_, cursor) => {
    expect(() => cursors.decode(cursor)).toThrow(OperationalError);
    expect(() => cursors.decode(cursor)).toThrow(/cannot be used/);
  });
});

describe('fitting items into a budget', () => {
  test.each([
    [[3, 3, 3], 6, 2],
    [[3, 3, 3], 9, 3],
    [[10, 1], 6, 1],
    [[], 6, 0],
  ])('of %j within %i fit %i: never none where there is one', (costs, budget, fitting) => {
    expect(countFitting(costs, budget, (cost) => cost)).toBe(fitting);
  });
});

describe('what a text answer ends with', () => {
  test('commit, age, freshness and search mode', () => {
    expect(footer(FRESH, { mode: 'hybrid' })).toBe(
      '---\nDocs at commit aaaaaaaaaa, checked 12 min ago: fresh. Search: hybrid.',
    );
  });

  test('why the data is stale, why the search is degraded and how to go on', () => {
    const stale: FreshnessBlock = {
      ...FRESH,
      state: 'stale',
      reason: 'worker_failing',
      error_code: 'EMBEDDER_QUOTA',
    };
    expect(
      footer(stale, { mode: 'lexical', reason: 'embedder_failing' }, { cursor: 'abc', what: 'The rest' }),
    ).toBe(
      '---\nThe rest: call again with cursor "abc".\n' +
        'Docs at commit aaaaaaaaaa, checked 12 min ago: stale, worker_failing, EMBEDDER_QUOTA. Search: lexical (embedder_failing).',
    );
  });

  test('that there is nothing yet', () => {
    const empty: FreshnessBlock = {
      commit: null,
      checked_at: null,
      age_seconds: null,
      state: 'empty',
      reason: 'never_synced',
    };
    expect(footer(empty, { mode: 'lexical' })).toMatch(/nothing indexed yet \(never_synced\)/);
  });

  test.each([
    [0, '0 s'],
    [90, '2 min'],
    [5_400, '2 h'],
    [172_800, '2 days'],
  ])('%i seconds read as %s', (seconds, expected) => {
    expect(duration(seconds)).toBe(expected);
  });
});

describe('the stale warning', () => {
  test('there is none while the data is fresh', () => {
    expect(staleWarning(FRESH, 0)).toBeUndefined();
  });

  test('says how old, how far behind and why', () => {
    const stale: FreshnessBlock = {
      ...FRESH,
      age_seconds: 172_800,
      state: 'stale',
      reason: 'source_unreachable',
      error_code: 'GITHUB_TIMEOUT',
    };
    expect(staleWarning(stale, 1)).toBe(
      'The docs may be out of date (last checked 2 days ago, 1 commit behind): the docs repository cannot be reached (GITHUB_TIMEOUT).',
    );
  });

  test('says that the index is empty', () => {
    const empty: FreshnessBlock = { ...FRESH, commit: null, state: 'empty', reason: 'never_synced' };
    expect(staleWarning(empty, 0)).toBe('The index is empty: nothing has been indexed yet.');
  });
});
