import { describe, expect, test } from '@jest/globals';
import { sourceStatus } from '../../../test/support/source-status.ts';
import { THREE_SOURCES, THREE_SOURCES_TERMS } from '../../../test/support/three-sources.ts';
import { EMPTY_STATUS } from '../../shared/domain/index-status.ts';
import { dataFreshness, sourceNames } from './source-freshness.ts';

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

describe('the public names of sources', () => {
  const namesOf = (...sources: [from: string, ref: string | null][]) => {
    const statuses = sources.map(([from, ref]) => sourceStatus({ from, ref }));
    return statuses.map(sourceNames(statuses));
  };

  test('a source on GitHub has the name of its repository, with the ref where two have the same repository', () => {
    expect(namesOf(['github:o/a', 'main'], ['github:o/b', 'main'])).toEqual(['o/a', 'o/b']);
    expect(namesOf(['github:o/a', 'main'], ['github:o/a', 'v1'])).toEqual(['o/a@main', 'o/a@v1']);
  });

  test('folders and clones without a site have different names, without their paths', () => {
    const found = namesOf(['dir:/home/a', null], ['dir:/home/b', null], ['git:/home/c', 'main']);
    expect(new Set(found).size).toBe(3);
    expect(found.join()).not.toContain('home');
  });

  test('a source that the index no longer has is named by its label', () => {
    const nameOf = sourceNames([sourceStatus()]);
    expect(nameOf({ from: 'github:o/former', ref: 'main' })).toBe('o/former');
    expect(nameOf({ from: 'dir:/home/former', ref: null })).not.toContain('home');
  });
});
