import type { Root, SourceStatus } from '../../src/shared/domain/source.ts';

const ROOT: Root = {
  path: '',
  at: '',
  include: ['**/*.md'],
  exclude: [],
  site: null,
  pages: 'plain',
  language: 'en',
  languages: {},
};

/**
 * A source as an index records it: on GitHub, indexed, checked, with nothing behind.
 * @param at the folder of the index below which its documents stand
 */
export function sourceStatus(over: Partial<SourceStatus> = {}, at = ''): SourceStatus {
  return {
    from: 'github:owner/docs',
    ref: 'main',
    roots: [{ ...ROOT, at }],
    commit: { sha: 'a'.repeat(40), date: '2026-01-01T00:00:00.000Z', subject: 'docs' },
    checkedAt: '2026-01-01T00:00:00.000Z',
    behind: 0,
    headTag: null,
    formerPaths: { state: 'complete' },
    ...over,
  };
}
