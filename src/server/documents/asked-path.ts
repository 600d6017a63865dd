import type { DocumentEntry } from '../../shared/domain/document.ts';
import { decoded, splitFragment } from '../../shared/url/address-parts.ts';

/** What a client may mean by the `path` it gave. */
export interface AskedPath {
  /** Paths below the docs root it can stand for, the most likely first, never empty. */
  readonly candidates: readonly string[];
  /** Anchor or heading of a section, from `#…`. */
  readonly section: string | undefined;
}

/** Resources are named `eino-docs://docs/<path>`. */
export const RESOURCE_PREFIX = 'eino-docs://docs/';

/**
 * Reads a path below the docs root, with or without extension or leading slash, a path in the repository, the page's
 * public address, the address of its source file or its resource URI; each with or without `#section`. Hostile input:
 * the result is only ever compared with documents the index knows.
 *
 * @param siteUrl base of the public addresses, null without a site
 */
export function askedPath(
  asked: string,
  documents: readonly Pick<DocumentEntry, 'path' | 'url'>[],
  siteUrl: string | null,
): AskedPath {
  const [address, fragment] = splitFragment(asked.trim());
  const section = fragment === undefined || fragment === '' ? undefined : decoded(fragment);
  const page = pageKey(address);
  const byUrl = documents.filter(({ url }) => page !== null && pageKey(url) === page).map(({ path }) => path);
  const below = belowRoot(address, siteUrl);
  const inRepository = documents
    .filter(({ path }) => below.endsWith(`/${path}`))
    .sort((a, b) => b.path.length - a.path.length)
    .map(({ path }) => path);
  return { candidates: [...new Set([...byUrl, ...spellings(below), ...inRepository])], section };
}

function belowRoot(address: string, siteUrl: string | null): string {
  const url = /^https?:\/\//i.test(address) ? URL.parse(address) : null;
  if (url === null) {
    const path = address.startsWith(RESOURCE_PREFIX) ? address.slice(RESOURCE_PREFIX.length) : address;
    return trimmed(decoded(path));
  }
  const root = siteUrl === null ? null : URL.parse(siteUrl);
  const base = root === null ? '/' : root.pathname.replace(/\/*$/, '/');
  const path =
    url.host === root?.host && url.pathname.startsWith(base) ? url.pathname.slice(base.length) : url.pathname;
  return trimmed(decoded(path));
}

/** A page's address as far as it names the page: no scheme, no query, no trailing slash. */
function pageKey(address: string): string | null {
  if (!/^https?:\/\//i.test(address)) return null;
  const url = URL.parse(address);
  return url === null ? null : `${url.host}${decoded(url.pathname).replace(/\/+$/, '')}`.toLowerCase();
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
