import type { Root, SourceStatus } from '../../src/shared/domain/source.ts';

/** Builds a source as an index records it, with defaults for what a test leaves out. */
export function buildSource(
  from: string,
  roots: readonly Partial<Root>[] = [{}],
  rest: Partial<SourceStatus> = {},
): SourceStatus {
  return {
    from,
    ref: from.startsWith('dir:') ? null : 'main',
    roots: roots.map((root) => ({
      path: '',
      at: '',
      include: ['**/*.md'],
      exclude: [],
      site: null,
      pages: 'hugo',
      language: 'en',
      languages: {},
      ...root,
    })),
    commit: { sha: 'a'.repeat(40), date: '2026-01-01T00:00:00.000Z', subject: 'docs' },
    checkedAt: null,
    behind: 0,
    headTag: null,
    formerPaths: { state: 'unread' },
    ...rest,
  };
}

/** Sources like EINO's: a site in two languages, and READMEs of a repository. */
export const TWO_SOURCES: readonly SourceStatus[] = [
  buildSource('github:acme/site', [
    { path: 'content/en/docs/eino', site: 'https://docs.example.com/docs/eino' },
    {
      path: 'content/zh/docs/eino',
      at: 'zh',
      site: 'https://docs.example.com/zh/docs/eino',
      language: 'zh',
    },
  ]),
  buildSource('github:acme/ext', [
    {
      at: 'ext',
      site: 'https://github.com/acme/ext/blob/main',
      pages: 'github',
      languages: { zh: ['**/README*zh*.md'] },
    },
  ]),
];
