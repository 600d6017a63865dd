import { decodePercent, splitFragment } from '../../shared/address-parts.ts';
import type { DocumentEntry } from '../../shared/domain/document.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';

/** What a client may mean by the `path` it requests. */
export interface RequestedPath {
  /** The paths below the docs root that it may stand for, the most likely first, never empty. */
  readonly candidates: readonly string[];
  /** Anchor or heading of a section, from `#…`. */
  readonly section: string | undefined;
}

/** The URI of a document's resource is `eino-docs://docs/<path>`. */
export const RESOURCE_PREFIX = 'eino-docs://docs/';

/** Where the docs are published and where they come from. */
export type DocsOrigin = Pick<IndexStatus, 'fingerprint' | 'source'>;

/**
 * Reads what a client may write for a document: a path below the docs root, with or without extension or leading slash;
 * a path in the repository; the public address; the address of the source file; the resource URI. Each may be followed
 * by `#section`. Hostile input: the result is only ever compared with paths that the index has or had.
 */
export function readRequestedPath(
  requested: string,
  documents: readonly Pick<DocumentEntry, 'path' | 'url'>[],
  origin: DocsOrigin,
): RequestedPath {
  const [address, fragment] = splitFragment(requested.trim());
  const section = fragment === undefined || fragment === '' ? undefined : decodePercent(fragment);
  const page = pageKey(onSite(address, siteUrlOf(origin)));
  const byUrl = documents.filter(({ url }) => page !== null && pageKey(url) === page).map(({ path }) => path);
  const below = belowRoot(address, origin).flatMap(fileNames);
  const candidates = [...new Set([...byUrl, ...below])];
  return { candidates: candidates.length > 0 ? candidates : [address], section };
}

/**
 * Reads what a client may write for a path prefix.
 * @returns the prefix as the index has it, and a sentence about it if no document's path begins with it; not in an
 *   empty index, which is explained otherwise
 */
export function findPrefix(
  requested: string,
  { documents, status }: { readonly documents: readonly DocumentEntry[]; readonly status: DocsOrigin },
): { readonly prefix: string; readonly problem?: string } {
  const prefix = readRequestedPrefix(requested.trim(), documents, status);
  if (prefix !== null) return { prefix };
  if (documents.length === 0) return { prefix: requested };
  const problem = `No document's path begins with ${JSON.stringify(requested)}; list_docs without path_prefix shows the paths.`;
  return { prefix: requested, problem };
}

/**
 * The path prefix that a client means: as written if a document's path begins with it, otherwise read like a path or
 * address of a document, in any case.
 * @returns null if no document's path begins with any of these
 */
export function readRequestedPrefix(
  requested: string,
  documents: readonly Pick<DocumentEntry, 'path'>[],
  origin: DocsOrigin,
): string | null {
  const slash = requested.endsWith('/') ? '/' : '';
  const written = belowRoot(requested, origin).map((path) => (path === '' ? '' : `${path}${slash}`));
  for (const prefix of [requested, ...written])
    if (documents.some(({ path }) => path.startsWith(prefix))) return prefix;
  for (const prefix of written) {
    const found = documents.find(({ path }) => path.toLowerCase().startsWith(prefix.toLowerCase()));
    if (found !== undefined) return found.path.slice(0, prefix.length);
  }
  return null;
}

function siteUrlOf({ fingerprint }: DocsOrigin): string | null {
  return fingerprint?.siteUrl ?? null;
}

/** Completes a link from the root of the site, as its pages contain them, to an address. */
function onSite(address: string, siteUrl: string | null): string {
  if (siteUrl === null || !/^\/(?!\/)/.test(address)) return address;
  return URL.parse(address, siteUrl)?.href ?? address;
}

/** The paths below the docs root that an address may stand for; none for an address of another site or repository. */
function belowRoot(address: string, origin: DocsOrigin): string[] {
  const { source } = origin;
  const siteUrl = siteUrlOf(origin);
  const url = /^https?:\/\//i.test(address) ? URL.parse(address) : null;
  if (url === null) {
    const path = address.startsWith(RESOURCE_PREFIX) ? address.slice(RESOURCE_PREFIX.length) : address;
    const onItsSite = onSite(address, siteUrl);
    return [
      ...inRepository(trimmed(decodePercent(path)), source),
      ...(onItsSite === address ? [] : belowRoot(onItsSite, origin)),
    ];
  }
  const root = siteUrl === null ? null : URL.parse(siteUrl);
  const base = root === null ? '/' : root.pathname.replace(/\/*$/, '/');
  if (url.host === root?.host)
    return url.pathname.startsWith(base) ? [trimmed(decodePercent(url.pathname.slice(base.length)))] : [];
  return sourceFile(url, source);
}

/** A path below the docs root, or below the root of the repository or a folder between the two. */
function inRepository(path: string, source: string | null): string[] {
  const root = (rootOf(source) ?? '').split('/').filter((folder) => folder !== '');
  const prefix = root.map((_, i) => `${root.slice(i).join('/')}/`).find((end) => path.startsWith(end));
  return prefix === undefined ? [path] : [path, path.slice(prefix.length)];
}

/** The path of a file's address on GitHub: `/owner/name/blob/ref/path`, or `/owner/name/ref/path` for raw files. */
function sourceFile({ host, pathname }: URL, source: string | null): string[] {
  const [, owner, name, rest = ''] = /^\/([^/]+)\/([^/]+)\/(.+)$/.exec(decodePercent(pathname)) ?? [];
  const repository = /^github:([^@]*)@/.exec(source ?? '')?.[1];
  const isGitHub = /(^|\.)github(usercontent)?\.com$/.test(host);
  if (repository === undefined ? !isGitHub : `${owner}/${name}`.toLowerCase() !== repository.toLowerCase())
    return [];
  const root = rootOf(source) ?? '';
  // A ref may contain slashes, so it ends where the docs root begins.
  const at = root === '' ? -1 : `/${rest}`.indexOf(`/${root}/`);
  if (at >= 0) return [rest.slice(at + root.length + 1)];
  const [, path] = /^(?:(?:blob|tree|raw|edit|blame)\/)?[^/]+\/(.+)$/.exec(rest) ?? [];
  return root === '' && path !== undefined ? [path] : [];
}

/** The docs root: its path in the repository, or the path of a folder. */
function rootOf(source: string | null): string | undefined {
  return /^(?:github|git):.*@[^:]*:(.*)$/.exec(source ?? '')?.[1] ?? /^dir:(.*)$/.exec(source ?? '')?.[1];
}

/** The part of an address that identifies the page: no scheme, no query, no trailing slash. */
function pageKey(address: string): string | null {
  if (!/^https?:\/\//i.test(address)) return null;
  const url = URL.parse(address);
  return url === null ? null : `${url.host}${decodePercent(url.pathname).replace(/\/+$/, '')}`.toLowerCase();
}

/** The files that a path may stand for, with and without extension. */
function fileNames(path: string): string[] {
  if (/\.(md|markdown)$/i.test(path)) return [path];
  const folder = path === '' ? '' : `${path}/`;
  return [...(path === '' ? [] : [`${path}.md`]), `${folder}_index.md`, `${folder}index.md`, path];
}

function trimmed(path: string): string {
  return path.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
}
