import { decodePercent, splitFragment } from '../../shared/address-parts.ts';
import type { DocumentEntry } from '../../shared/domain/document.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';

/** What a client may mean by the `path` it gave. */
export interface AskedPath {
  /** Paths below the docs root it can stand for, the most likely first, never empty. */
  readonly candidates: readonly string[];
  /** Anchor or heading of a section, from `#…`. */
  readonly section: string | undefined;
}

/** Resources are named `eino-docs://docs/<path>`. */
export const RESOURCE_PREFIX = 'eino-docs://docs/';

/** What an index says of where the docs are published and where they come from. */
export type DocsPlaces = Pick<IndexStatus, 'fingerprint' | 'source'>;

/**
 * Reads a path below the docs root, with or without extension or leading slash, a path in the repository, the page's
 * public address, the address of its source file or its resource URI; each with or without `#section`. Hostile input:
 * the result is only ever compared with documents the index knows, or knew.
 */
export function askedPath(
  asked: string,
  documents: readonly Pick<DocumentEntry, 'path' | 'url'>[],
  places: DocsPlaces,
): AskedPath {
  const [address, fragment] = splitFragment(asked.trim());
  const section = fragment === undefined || fragment === '' ? undefined : decodePercent(fragment);
  const page = pageKey(onSite(address, siteUrlOf(places)));
  const byUrl = documents.filter(({ url }) => page !== null && pageKey(url) === page).map(({ path }) => path);
  const below = belowRoot(address, places).flatMap(spellings);
  const candidates = [...new Set([...byUrl, ...below])];
  return { candidates: candidates.length > 0 ? candidates : [address], section };
}

/**
 * The beginning of paths that a client means: as it stands where a document's path begins so, otherwise one written
 * like the paths and addresses `askedPath` reads, in any case.
 * @returns null where no document's path begins with any of these
 */
export function askedPrefix(
  asked: string,
  documents: readonly Pick<DocumentEntry, 'path'>[],
  places: DocsPlaces,
): string | null {
  const slash = asked.endsWith('/') ? '/' : '';
  const written = belowRoot(asked, places).map((path) => (path === '' ? '' : `${path}${slash}`));
  for (const prefix of [asked, ...written])
    if (documents.some(({ path }) => path.startsWith(prefix))) return prefix;
  for (const prefix of written) {
    const found = documents.find(({ path }) => path.toLowerCase().startsWith(prefix.toLowerCase()));
    if (found !== undefined) return found.path.slice(0, prefix.length);
  }
  return null;
}

function siteUrlOf({ fingerprint }: DocsPlaces): string | null {
  return fingerprint?.siteUrl ?? null;
}

/** A link from the root of the site, as pages have them, as an address. */
function onSite(address: string, siteUrl: string | null): string {
  if (siteUrl === null || !/^\/(?!\/)/.test(address)) return address;
  return URL.parse(address, siteUrl)?.href ?? address;
}

/** The paths below the docs root an address can stand for; none for one of another site or repository. */
function belowRoot(address: string, places: DocsPlaces): string[] {
  const { source } = places;
  const siteUrl = siteUrlOf(places);
  const url = /^https?:\/\//i.test(address) ? URL.parse(address) : null;
  if (url === null) {
    const path = address.startsWith(RESOURCE_PREFIX) ? address.slice(RESOURCE_PREFIX.length) : address;
    const onItsSite = onSite(address, siteUrl);
    return [
      ...inRepository(trimmed(decodePercent(path)), source),
      ...(onItsSite === address ? [] : belowRoot(onItsSite, places)),
    ];
  }
  const root = siteUrl === null ? null : URL.parse(siteUrl);
  const base = root === null ? '/' : root.pathname.replace(/\/*$/, '/');
  if (url.host === root?.host)
    return url.pathname.startsWith(base) ? [trimmed(decodePercent(url.pathname.slice(base.length)))] : [];
  return sourceFile(url, source);
}

/** A path below the docs root, or from the root of the repository on, or from a folder between. */
function inRepository(path: string, source: string | null): string[] {
  const root = (rootOf(source) ?? '').split('/').filter((folder) => folder !== '');
  const prefix = root.map((_, i) => `${root.slice(i).join('/')}/`).find((end) => path.startsWith(end));
  return prefix === undefined ? [path] : [path, path.slice(prefix.length)];
}

/** What a file's address on GitHub stands for: `/owner/name/blob/ref/path`, raw `/owner/name/ref/path`. */
function sourceFile({ host, pathname }: URL, source: string | null): string[] {
  const [, owner, name, rest = ''] = /^\/([^/]+)\/([^/]+)\/(.+)$/.exec(decodePercent(pathname)) ?? [];
  const repository = /^github:([^@]*)@/.exec(source ?? '')?.[1];
  const isGitHub = /(^|\.)github(usercontent)?\.com$/.test(host);
  if (repository === undefined ? !isGitHub : `${owner}/${name}`.toLowerCase() !== repository.toLowerCase())
    return [];
  const root = rootOf(source) ?? '';
  // A ref may have slashes of its own: what it is called is settled by the docs root behind it.
  const at = root === '' ? -1 : `/${rest}`.indexOf(`/${root}/`);
  if (at >= 0) return [rest.slice(at + root.length + 1)];
  const [, path] = /^(?:(?:blob|tree|raw|edit|blame)\/)?[^/]+\/(.+)$/.exec(rest) ?? [];
  return root === '' && path !== undefined ? [path] : [];
}

/** The docs root: below the repository, or where a folder is. */
function rootOf(source: string | null): string | undefined {
  return /^(?:github|git):.*@[^:]*:(.*)$/.exec(source ?? '')?.[1] ?? /^dir:(.*)$/.exec(source ?? '')?.[1];
}

/** A page's address as far as it names the page: no scheme, no query, no trailing slash. */
function pageKey(address: string): string | null {
  if (!/^https?:\/\//i.test(address)) return null;
  const url = URL.parse(address);
  return url === null ? null : `${url.host}${decodePercent(url.pathname).replace(/\/+$/, '')}`.toLowerCase();
}

/** The file names a path may stand for. */
function spellings(path: string): string[] {
  if (/\.(md|markdown)$/i.test(path)) return [path];
  const folder = path === '' ? '' : `${path}/`;
  return [...(path === '' ? [] : [`${path}.md`]), `${folder}_index.md`, `${folder}index.md`, path];
}

function trimmed(path: string): string {
  return path.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
}

/**
 * A beginning of paths, as the index has it.
 * @returns with it what to say where no document's path begins so; an empty index knows no path, and says that otherwise
 */
export function findPrefix(
  asked: string,
  { documents, status }: { readonly documents: readonly DocumentEntry[]; readonly status: DocsPlaces },
): { readonly prefix: string; readonly problem?: string } {
  const prefix = askedPrefix(asked.trim(), documents, status);
  if (prefix !== null) return { prefix };
  if (documents.length === 0) return { prefix: asked };
  const problem = `No document's path begins with ${JSON.stringify(asked)}; list_docs without path_prefix shows the paths.`;
  return { prefix: asked, problem };
}
