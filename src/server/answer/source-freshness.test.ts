import { describe, expect, test } from '@jest/globals';
import { sourceStatus } from '../../../test/support/source-builder.ts';
import { THREE_SOURCES, THREE_SOURCES_TERMS } from '../../../test/support/three-sources.ts';
import { EMPTY_STATUS } from '../../shared/domain/index-status.ts';
import { dataFreshness } from './source-freshness.ts';

const of = (paths?: readonly string[]) => dataFreshness(THREE_SOURCES, THREE_SOURCES_TERMS, paths);
const names = (paths?: readonly string[]) => of(paths).sources.map(({ source }) => source);

describe('the freshness of the data of an answer', () => {
  test('all sources count without paths: the earliest check, the commits behind of all, no commit of one', () => {
    expect(of()).toMatchObject({
      state: 'stale',
      reason: 'source_unreachable',
      errorCode: 'GITHUB_RATE_LIMITED',
      source: 'cloudwego/eino-ext',
      checkedAt: '2026-01-10T07:00:00.000Z',
      ageSeconds: 18_000,
      behind: 1,
      commit: null,
    });
    expect(of().sources.map(({ state, reason }) => [state, reason])).toEqual([
      ['fresh', undefined],
      ['stale', 'source_unreachable'],
      ['stale', 'docs_moved_on'],
    ]);
    expect(of([])).toEqual(of());
  });

  test('only the sources of the given documents count', () => {
    expect(of(['overview/_index.md'])).toMatchObject({ state: 'fresh', commit: { sha: '1'.repeat(40) } });
    expect(of(['eino-ext/README.md'])).toMatchObject({
      state: 'stale',
      reason: 'source_unreachable',
      commit: { sha: '2'.repeat(40) },
    });
    expect(names(['notes/a.md', 'eino-ext.md'])).toEqual(['cloudwego/cloudwego.github.io', names()[2]]);
  });

  test('the age is unknown if one source was never checked', () => {
    const [first] = THREE_SOURCES.sources;
    const added = sourceStatus({ from: 'github:o/new', commit: null, checkedAt: null }, 'new');
    const status = { ...THREE_SOURCES, sources: first === undefined ? [] : [first, added] };
    expect(dataFreshness(status, THREE_SOURCES_TERMS)).toMatchObject({ checkedAt: null, ageSeconds: null });
  });

  test('an index without sources is empty', () => {
    expect(dataFreshness(EMPTY_STATUS, THREE_SOURCES_TERMS)).toEqual({
      state: 'empty',
      reason: 'never_synced',
      commit: null,
      checkedAt: null,
      ageSeconds: null,
      behind: 0,
      sources: [],
    });
  });

  test('the freshness of sources names no path of a clone and no message of an error', () => {
    expect(JSON.stringify(of())).not.toMatch(/home|internal/);
    expect(of().sources[1]?.error).toEqual({ code: 'GITHUB_RATE_LIMITED', advice: 'Set GITHUB_TOKEN.' });
  });
});
