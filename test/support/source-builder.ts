import type { Root, SourceIdentity, SourceStatus } from '../../src/shared/domain/source.ts';
import { FolderSource } from '../../src/worker/source/folder/folder-source.ts';
import { GitSource } from '../../src/worker/source/git/git-source.ts';

/** All of a source at the top of the index, on a site made by Hugo, with the given differences. */
export function rootWith(differences: Partial<Root> = {}): Root {
  return {
    path: '',
    at: '',
    include: ['**/*.md'],
    exclude: [],
    site: 'https://docs.example.com',
    pages: 'hugo',
    language: 'en',
    languages: {},
    ...differences,
  };
}

/** A folder of a source at a place in the index, published nowhere. */
export function plainRoot(path: string, at = ''): Root {
  return rootWith({ path, at, site: null, pages: 'plain' });
}

/** A source in memory with one root, with any field changed. */
export function buildIdentity(fields: Partial<SourceIdentity> = {}): SourceIdentity {
  return { from: 'memory:docs', ref: null, roots: [plainRoot('')], ...fields };
}

/** The source in memory as an index records it, with any field changed. */
export function buildSourceStatus(fields: Partial<SourceStatus> = {}): SourceStatus {
  return sourceStatus({ ...buildIdentity(), ...fields });
}

/**
 * A source on GitHub that is indexed, checked and not behind, with any field changed.
 * @param at the folder of the index below which its documents stand
 */
export function sourceStatus(fields: Partial<SourceStatus> = {}, at = ''): SourceStatus {
  return {
    from: 'github:owner/docs',
    ref: 'main',
    roots: [rootWith({ at, site: null })],
    commit: { sha: 'a'.repeat(40), date: '2026-01-01T00:00:00.000Z', subject: 'docs' },
    checkedAt: '2026-01-01T00:00:00.000Z',
    behind: 0,
    headTag: null,
    formerPaths: { state: 'complete' },
    ...fields,
  };
}

/** A source that is indexed with the given roots, which have no address unless they name one. */
export function buildSource(
  from: string,
  roots: readonly Partial<Root>[] = [{}],
  fields: Partial<SourceStatus> = {},
): SourceStatus {
  return sourceStatus({
    from,
    ref: from.startsWith('dir:') ? null : 'main',
    roots: roots.map((root) => rootWith({ site: null, ...root })),
    ...fields,
  });
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

/** Opens a folder as a source, of which one folder is indexed at the top of the index. */
export function folderSource(folder: string, path = ''): FolderSource {
  return new FolderSource({ from: `dir:${folder}`, ref: null, roots: [plainRoot(path)] }, folder);
}

/** Opens a clone as a source at a ref, of which one folder is indexed at the top of the index. */
export function gitSource(folder: string, path = '', ref = 'main'): GitSource {
  return new GitSource({ from: `git:${folder}`, ref, roots: [plainRoot(path)] }, folder);
}
