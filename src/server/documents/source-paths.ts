import { decodePercent } from '../../shared/address-parts.ts';
import { pathInIndex, type Root, type SourceIdentity } from '../../shared/domain/source.ts';
import { isGitHubHost, parseGitHubAddress, pathsInRepository } from './github-address.ts';
import { repositoryOf } from './source-names.ts';

type Sources = readonly SourceIdentity[];

/** Whether one of the sites is on a host. */
export function isHostOf(sources: Sources, host: string): boolean {
  return sitesOf(sources).some(({ url }) => url.host === host);
}

/**
 * The addresses that a link may lead to: a link from the root of a site, as its pages contain them, leads to every site
 * of the index; any other is returned as it is.
 */
export function linkTargets(address: string, sources: Sources): string[] {
  if (!/^\/(?!\/)/.test(address)) return [address];
  const origins = new Set(sitesOf(sources).map(({ url }) => url.origin));
  return [...origins].flatMap((origin) => URL.parse(address, origin)?.href ?? []);
}

/** The paths in the index that a public address may stand for; none for another site or repository. */
export function pathsAtAddress(url: URL, sources: Sources): string[] {
  return isGitHubHost(url.host) ? pathsOnGitHub(url, sources) : pathsOnSite(url, sources);
}

/** The paths in the index that a path in one of the repositories may stand for, or a path of the repository itself. */
export function pathsInSources(path: string, sources: Sources): string[] {
  return sources.flatMap((source) => {
    const repository = repositoryOf(source);
    const own =
      repository !== null && isWithin(path, repository) ? [path.slice(repository.length + 1), path] : [path];
    return source.roots.flatMap((root) => own.flatMap((inRepository) => below(inRepository, source, root)));
  });
}

/** A path in the repository as one below a root. It may begin within the root's path: `en/a.md` in `content/en`. */
function below(path: string, { from }: SourceIdentity, root: Root): string[] {
  if (root.path !== '' && path === root.path) return [ofRoot('', root)];
  const folder = from.startsWith('dir:') ? `${from.slice('dir:'.length)}/${root.path}` : root.path;
  const names = folder.split('/').filter((name) => name !== '');
  const start = names.map((_, i) => names.slice(i).join('/')).find((end) => path.startsWith(`${end}/`));
  if (start !== undefined) return [ofRoot(path.slice(start.length + 1), root)];
  return root.path === '' ? [ofRoot(path, root)] : [];
}

interface Site {
  readonly root: Root;
  /** The address of the root. */
  readonly url: URL;
}

function sitesOf(sources: Sources): Site[] {
  return sources.flatMap(({ roots }) =>
    roots.flatMap((root) => {
      const url = root.site === null ? null : URL.parse(root.site);
      return url === null ? [] : [{ root, url }];
    }),
  );
}

/** Of the sites that contain an address, those with the longest address count: a site may be within another. */
function pathsOnSite(url: URL, sources: Sources): string[] {
  const sites = sitesOf(sources)
    .map((site) => ({ ...site, base: site.url.pathname.replace(/\/*$/, '/') }))
    .filter((site) => site.url.host === url.host && `${url.pathname}/`.startsWith(site.base));
  const longest = Math.max(...sites.map(({ base }) => base.length));
  return sites
    .filter(({ base }) => base.length === longest)
    .map(({ root, base }) =>
      ofRoot(decodePercent(url.pathname.slice(base.length)).replace(/\/+$/, ''), root),
    );
}

function pathsOnGitHub(url: URL, sources: Sources): string[] {
  const address = parseGitHubAddress(url);
  if (address === null) return [];
  const repository = address.repository.toLowerCase();
  const own = sources.filter((source) => repositoryOf(source)?.toLowerCase() === repository);
  // A clone may be of any repository. Only a file below the same folder as its root's can be one of its documents.
  const possible = own.length > 0 ? own : sources.filter((source) => repositoryOf(source) === null);
  return possible.flatMap((source) =>
    source.roots.flatMap((root) => {
      const folder = folderOnGitHub(source, root);
      if (folder === '' && own.length === 0) return [];
      return pathsInRepository(address, source.ref).flatMap((path) => {
        if (path === folder) return [ofRoot('', root)];
        if (folder === '') return [ofRoot(path, root)];
        return path.startsWith(`${folder}/`) ? [ofRoot(path.slice(folder.length + 1), root)] : [];
      });
    }),
  );
}

/** Where a root is in its repository on GitHub. A folder may be part of one, as the root's site says. */
function folderOnGitHub({ from, ref }: SourceIdentity, { path, site }: Root): string {
  const url = from.startsWith('github:') || site === null ? null : URL.parse(site);
  const address = url === null ? null : parseGitHubAddress(url);
  if (address === null || !address.hasRef) return path;
  const [folder = path] = pathsInRepository(address, ref);
  return folder;
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** The path in the index; of the root itself its folder, with a slash. */
function ofRoot(path: string, root: Root): string {
  return pathInIndex(path.replace(/^\/+|\/+$/g, ''), root);
}
