import { describe, expect, test } from '@jest/globals';
import { sourceStatus } from '../../../test/support/source-builder.ts';
import { THREE_SOURCES, THREE_SOURCES_TERMS } from '../../../test/support/three-sources.ts';
import {
  type FreshnessBlock,
  footer as footerLines,
  freshnessBlockOf,
  roundedDuration,
} from './freshness-block.ts';
import { dataFreshness } from './source-freshness.ts';

const FRESH: FreshnessBlock = {
  commit: 'a'.repeat(40),
  checked_at: '2026-01-01T00:00:00.000Z',
  age_seconds: 720,
  state: 'fresh',
  sources: [],
};

/** The footer as it is written. */
const footer = (...args: Parameters<typeof footerLines>) =>
  footerLines(...args)
    .map(({ line }) => line)
    .join('\n');

const ofPaths = (...paths: string[]) => dataFreshness(THREE_SOURCES, THREE_SOURCES_TERMS, paths);

describe('the freshness block', () => {
  test('the freshness block has the commit of the only source, and the state of each source', () => {
    expect(freshnessBlockOf(ofPaths('eino-ext/README.md'))).toEqual({
      commit: '2'.repeat(40),
      checked_at: '2026-01-10T07:00:00.000Z',
      age_seconds: 18_000,
      state: 'stale',
      reason: 'source_unreachable',
      error_code: 'GITHUB_RATE_LIMITED',
      sources: [
        {
          source: 'cloudwego/eino-ext',
          commit: '2'.repeat(40),
          checked_at: '2026-01-10T07:00:00.000Z',
          age_seconds: 18_000,
          commits_behind: 0,
          state: 'stale',
          reason: 'source_unreachable',
          error_code: 'GITHUB_RATE_LIMITED',
        },
      ],
    });
  });

  test('the freshness block of several sources has no commit, and the earliest check', () => {
    const block = freshnessBlockOf(ofPaths());
    expect(block).toMatchObject({ commit: null, checked_at: '2026-01-10T07:00:00.000Z', state: 'stale' });
    expect(block.sources.map(({ state, commits_behind: behind }) => [state, behind])).toEqual([
      ['fresh', 0],
      ['stale', 0],
      ['stale', 1],
    ]);
  });

  test('the freshness block lists at most five sources, those that are not fresh first', () => {
    const sources = Array.from({ length: 8 }, (_, n) =>
      sourceStatus({ from: `github:o/${n}`, checkedAt: '2026-01-10T11:50:00.000Z', behind: n === 6 ? 2 : 0 }),
    );
    const block = freshnessBlockOf(dataFreshness({ ...THREE_SOURCES, sources }, THREE_SOURCES_TERMS));
    expect(block.sources.map(({ source }) => source)).toEqual(['o/6', 'o/0', 'o/1', 'o/2', 'o/3']);
  });
});

describe('the footer of a text answer', () => {
  test('the footer shows commit, age, freshness and search mode', () => {
    expect(footer(FRESH, { mode: 'hybrid' })).toBe(
      '\nDocs at commit aaaaaaaaaa, checked 12 min ago: fresh. Search: hybrid.',
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
      '\nThe rest: call again with cursor "abc".\n' +
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
      sources: [],
    };
    expect(footer(empty, { mode: 'lexical' })).toMatch(/nothing indexed yet \(never_synced\)/);
  });

  test('the footer names the version of a source that follows releases instead of its commit', () => {
    const released = sourceStatus(
      { from: 'github:o/kit', version: 'v1.2.3', checkedAt: '2026-01-10T11:48:00.000Z' },
      'kit',
    );
    const of = (paths: string[]) => {
      const status = { ...THREE_SOURCES, sources: [...THREE_SOURCES.sources.slice(0, 1), released] };
      return footer(freshnessBlockOf(dataFreshness(status, THREE_SOURCES_TERMS, paths)), { mode: 'hybrid' });
    };
    expect(of(['kit/a.go'])).toBe('\no/kit v1.2.3, checked 12 min ago: fresh. Search: hybrid.');
    expect(of([])).toBe(
      '\ncloudwego/cloudwego.github.io at 1111111111, o/kit v1.2.3, checked 12 min ago: fresh. Search: hybrid.',
    );
  });

  test('the footer names several sources with their commits, those in the same state together', () => {
    const fresh = sourceStatus({ from: 'github:o/more', checkedAt: '2026-01-10T11:48:00.000Z' }, 'more');
    const status = { ...THREE_SOURCES, sources: [...THREE_SOURCES.sources, fresh] };
    const block = freshnessBlockOf(dataFreshness(status, THREE_SOURCES_TERMS, ['a.md', 'more/a.md']));
    expect(footer(block, { mode: 'lexical' })).toBe(
      '\ncloudwego/cloudwego.github.io at 1111111111, o/more at aaaaaaaaaa, checked 12 min ago: fresh. Search: lexical.',
    );
  });

  test('the footer says which of several sources is stale, and why', () => {
    const block = freshnessBlockOf(ofPaths('a.md', 'eino-ext/README.md'));
    expect(footer(block, { mode: 'lexical' })).toBe(
      '\ncloudwego/cloudwego.github.io at 1111111111, checked 10 min ago: fresh. ' +
        'cloudwego/eino-ext at 2222222222, checked 5 h ago: stale, source_unreachable, GITHUB_RATE_LIMITED. Search: lexical.',
    );
  });

  test('the footer says that a source is not indexed yet, and counts the sources beyond three', () => {
    const sources = [1, 2, 3, 4, 5].map((n) =>
      sourceStatus({ from: `github:o/${n}`, commit: null, checkedAt: null }),
    );
    const block = freshnessBlockOf(dataFreshness({ ...THREE_SOURCES, sources }, THREE_SOURCES_TERMS));
    expect(footer(block, { mode: 'lexical' })).toContain(
      'o/1 not indexed yet, o/2 not indexed yet, o/3 not indexed yet and 2 more, never checked: stale',
    );
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
