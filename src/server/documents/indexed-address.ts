import { type Root, rootOf, type SourceStatus, sourceOf } from '../../shared/domain/source.ts';
import { isGoFile } from './go-section.ts';

/**
 * The address of a Go file, or of lines of it, at the indexed version or commit of its source: its lines are right only
 * there. Addresses of other documents, and those that are not on GitHub, are returned as they are.
 * @param url below the site of the document's root: `https://github.com/owner/name/blob/main/a.go#L7-L9`
 * @param path of the document in the index
 */
export function addressAtIndexed(url: string, path: string, sources: readonly SourceStatus[]): string {
  if (!isGoFile(path)) return url;
  const source = sourceOf(sources, path);
  const root = source === undefined ? undefined : rootOf(source.roots, path);
  const ref = source?.version ?? source?.commit?.sha;
  const site = root === undefined ? null : blobSite(root, source?.ref ?? null);
  if (ref === undefined || site === null || !url.startsWith(site)) return url;
  const rest = url.slice(site.length);
  // Only whole names: `…/blob/main` is not the beginning of `…/blob/mainline`.
  return /^(?:$|[/#])/.test(rest)
    ? `${site.slice(0, site.indexOf(BLOB) + BLOB.length)}${encodeURIComponent(ref)}${rest}`
    : url;
}

const BLOB = '/blob/';

/** The address of a repository's files up to its ref: `https://github.com/owner/name/blob/main`; null for another site. */
function blobSite({ site }: Root, ref: string | null): string | null {
  const [, start, rest = ''] = /^(https?:\/\/github\.com\/[^/]+\/[^/]+\/blob\/)(.+)$/i.exec(site ?? '') ?? [];
  if (start === undefined) return null;
  // A ref may have slashes. One that is not the source's is taken for one without.
  const own =
    ref !== null && (rest === ref || rest.startsWith(`${ref}/`)) ? ref : rest.slice(0, rest.search(/\/|$/));
  return start + own;
}
