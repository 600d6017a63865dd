import type { Root, SourceIdentity, SourceStatus } from '../../src/shared/domain/source.ts';
import { FolderSource } from '../../src/worker/source/folder/folder-source.ts';
import { GitSource } from '../../src/worker/source/git/git-source.ts';
import { rootWith } from './root-with.ts';

/** All of a source at the top of the index, published nowhere. */
export const PLAIN_ROOT = plainRoot('');

/** A folder of a source at a place in the index, published nowhere. */
export function plainRoot(path: string, at = ''): Root {
  return rootWith({ path, at, site: null, pages: 'plain' });
}

/** A source with one root, with any field changed. */
export function buildIdentity(fields: Partial<SourceIdentity> = {}): SourceIdentity {
  return { from: 'memory:docs', ref: null, roots: [PLAIN_ROOT], ...fields };
}

/** A source that is indexed and was checked a moment ago, with any field changed. */
export function buildSourceStatus(fields: Partial<SourceStatus> = {}): SourceStatus {
  return {
    ...buildIdentity(),
    commit: { sha: 'c'.repeat(40), date: '2026-05-12T00:00:00.000Z', subject: 'Write the docs' },
    checkedAt: new Date().toISOString(),
    behind: 0,
    headTag: null,
    formerPaths: { state: 'unread' },
    ...fields,
  };
}

/** Opens a folder as a source, of which one folder is indexed at the top of the index. */
export function folderSource(folder: string, path = ''): FolderSource {
  return new FolderSource({ from: `dir:${folder}`, ref: null, roots: [plainRoot(path)] }, folder);
}

/** Opens a clone as a source at a ref, of which one folder is indexed at the top of the index. */
export function gitSource(folder: string, path = '', ref = 'main'): GitSource {
  return new GitSource({ from: `git:${folder}`, ref, roots: [plainRoot(path)] }, folder);
}
