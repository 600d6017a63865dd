import { describe, expect, test } from '@jest/globals';
import { type FreshnessBlock, footer, roundedDuration, staleWarning } from './freshness-block.ts';

const FRESH: FreshnessBlock = {
  commit: 'a'.repeat(40),
  checked_at: '2026-01-01T00:00:00.000Z',
  age_seconds: 720,
  state: 'fresh',
};

describe('the footer of a text answer', () => {
  test('the footer shows commit, age, freshness and search mode', () => {
    expect(footer(FRESH, { mode: 'hybrid' })).toBe(
      '---\nDocs at commit aaaaaaaaaa, checked 12 min ago: fresh. Search: hybrid.',
    );
  });

  test('the footer says why the data is stale, why the search is degraded and how to get the next page', () => {
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

  test('the footer of an empty index says that nothing is indexed yet', () => {
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
  ])('a duration of %i seconds is rounded to %s', (seconds, expected) => {
    expect(roundedDuration(seconds)).toBe(expected);
  });
});

describe('the stale warning', () => {
  test('fresh data has no stale warning', () => {
    expect(staleWarning(FRESH, 0)).toBeUndefined();
  });

  test('the stale warning says how old the data is, how far behind and why', () => {
    const stale: FreshnessBlock = {
      ...FRESH,
      age_seconds: 172_800,
      state: 'stale',
      reason: 'source_unreachable',
      error_code: 'GITHUB_UNREACHABLE',
    };
    expect(staleWarning(stale, 1)).toBe(
      'The docs may be out of date (last checked 2 days ago, 1 commit behind): the docs repository cannot be reached (GITHUB_UNREACHABLE).',
    );
  });

  test('the stale warning of an empty index says that it is empty', () => {
    const empty: FreshnessBlock = { ...FRESH, commit: null, state: 'empty', reason: 'never_synced' };
    expect(staleWarning(empty, 0)).toBe('The index is empty: nothing has been indexed yet.');
  });
});
