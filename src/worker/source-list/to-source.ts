import { resolve } from 'node:path';
import { RELEASE, type Root, type SourceIdentity } from '../../shared/domain/source.ts';
import type { WrittenRoot, WrittenSource } from './source-list-schema.ts';

/** The branch where none is named. */
export const DEFAULT_REF = 'main';

/** What the meaning of a written source depends on. */
export interface SourceContext {
  /** Folder against which relative paths of clones and folders are resolved. */
  readonly base: string;
  /** Where the pages of GitHub repositories are: `https://github.com`. */
  readonly webUrl: string;
}

/** Fills in what a source leaves out. */
export function toSource(written: WrittenSource, context: SourceContext): SourceIdentity {
  const from = absoluteOrigin(written.from, context.base);
  const ref = from.startsWith('dir:') ? null : (written.ref ?? DEFAULT_REF);
  return { from, ref, roots: written.roots.map((root) => toRoot(root, { from, ref }, context)) };
}

/** The origin of a source with an absolute path, which does not depend on where the worker is started. */
export function absoluteOrigin(from: string, base: string): string {
  const local = /^(git|dir):(.*)$/s.exec(from);
  return local === null ? from : `${local[1]}:${resolve(base, local[2] ?? '')}`;
}

function toRoot(
  { site, pages, ...root }: WrittenRoot,
  { from, ref }: Pick<SourceIdentity, 'from' | 'ref'>,
  { webUrl }: SourceContext,
): Root {
  if (site !== undefined) {
    const isBlob = site.startsWith(`${webUrl}/`) && /^\/[^/]+\/[^/]+\/blob\//.test(site.slice(webUrl.length));
    return { ...root, site, pages: pages ?? (isBlob ? 'github' : 'plain') };
  }
  if (!from.startsWith('github:') || (pages ?? 'github') !== 'github') {
    return { ...root, site: null, pages: pages ?? 'plain' };
  }
  // A release has another name each time, and GitHub shows the default branch for `HEAD`.
  const name = ref === RELEASE ? 'HEAD' : ref;
  const parts = [from.slice('github:'.length), 'blob', name, root.path].filter((part) => part !== '');
  const path = parts.join('/').split('/').map(encodeURIComponent).join('/');
  return { ...root, site: `${webUrl}/${path}`, pages: 'github' };
}
