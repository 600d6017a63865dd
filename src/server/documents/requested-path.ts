import { decodePercent, splitFragment } from '../../shared/address-parts.ts';
import type { DocumentEntry, ListedDocument } from '../../shared/domain/document.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { oneLine } from '../answer/answer-text.ts';
import { oncePerObject } from '../index-access/snapshots.ts';
import { isGitHubHost, withoutGoSyntax } from './github-address.ts';
import { isGoFile } from './go-section.ts';
import { firstBeginningWith, pathSetOf, sortedPathsOf } from './path-set.ts';
import { isHostOf, linkTargets, pathsAtAddress, pathsInSources } from './source-paths.ts';

/** What a client may mean by the `path` it requests. */
export interface RequestedPath {
  /** The paths in the index that it may stand for, the most likely first, never empty. */
  readonly candidates: readonly string[];
  /** The folders that it may stand for, which may be packages of Go, the most likely first. */
  readonly folders: readonly string[];
  /** Anchor, heading, or in a Go file lines or a name, of a section, from `#…`. */
  readonly section: string | undefined;
}

/** The URI of a document's resource is `eino-docs://docs/<path>`. */
export const RESOURCE_PREFIX = 'eino-docs://docs/';

/** Where the documents come from and where they are published. */
export type DocsOrigin = Pick<IndexStatus, 'sources'>;

/** A path may stand for many files. The least likely ones are not looked for. */
const MAX_CANDIDATES = 64;

/**
 * Reads what a client may write for a document: a path in the index or in a repository, with or without extension or
 * leading slash; a folder, which stands for its own document; the public address; the address of the source file on
 * GitHub, at any ref; the resource URI. Each may be followed by `#section`. A package of Go is read also from its import
 * path or its address on pkg.go.dev, and a declaration from its qualified name (`flow.New`).
 * Hostile input: the result is only ever compared with paths that the index has or had.
 */
export function readRequestedPath(
  requested: string,
  documents: readonly Pick<DocumentEntry, 'path' | 'url'>[],
  { sources }: DocsOrigin,
): RequestedPath {
  const named = readExactPath(requested.trim(), documents);
  if (named !== null) return { candidates: [named.path], folders: [], section: named.section };
  const [written, fragment] = splitFragment(withoutGoSyntax(requested.trim()));
  const address = withScheme(written, sources);
  const pages = new Set(linkTargets(address, sources).map(pageKey));
  pages.delete(null);
  const byUrl = [...pages].flatMap((page) => (page === null ? [] : (pathsByPage(documents).get(page) ?? [])));
  const meant = meanings(address, sources);
  const elsewhere = formerPathsAt(address, sources);
  const isPlain = elsewhere.length === 0 && /^[ -~]*$/.test(decodePercent(address));
  const paths = isPlain ? null : pathSetOf(documents);
  const names = meant.flatMap(fileNames).map((name) => paths?.find(name) ?? name);
  const former = elsewhere.filter((name) => paths?.find(name) === undefined);
  const candidates = [...new Set([...byUrl, ...names, ...former])].slice(0, MAX_CANDIDATES);
  return {
    candidates: candidates.length > 0 ? candidates : [written],
    folders: meant.slice(0, MAX_CANDIDATES),
    section: sectionOf(address, fragment),
  };
}

/**
 * The paths of the document that a resource URI may name, the most likely first. Some clients do not encode `#` and `%`.
 */
export function pathsOfResource(uri: string): string[] {
  const written = uri.slice(RESOURCE_PREFIX.length);
  const [address] = splitFragment(written);
  return [...new Set([address, written].flatMap((path) => [trimmed(decodePercent(path)), trimmed(path)]))];
}

/** The most parts of a request that are tried as a path before `#`. */
const MAX_NUMBER_SIGNS = 16;

/**
 * Reads a request that begins with the path of a document as it is in the index, although it has `#`, `%` or other signs
 * that mean something in an address.
 */
function readExactPath(
  requested: string,
  documents: readonly Pick<DocumentEntry, 'path'>[],
): { readonly path: string; readonly section: string | undefined } | null {
  if (!/[#%]/.test(requested)) return null;
  const paths = pathSetOf(documents);
  const parts = requested.split('#');
  const most = Math.min(parts.length, MAX_NUMBER_SIGNS);
  for (let count = most; count > 0; count--) {
    const path = paths.find(trimmed(parts.slice(0, count).join('#')));
    if (path === undefined || !/[#%]/.test(path)) continue;
    const section = parts.slice(count).join('#');
    return { path, section: section === '' ? undefined : decodePercent(section) };
  }
  return null;
}

/**
 * The former paths that an address on a site may stand for, if no root of the site contains it. A document that is there
 * now has another address.
 */
function formerPathsAt(address: string, sources: IndexStatus['sources']): string[] {
  const url = isAddress(address) ? URL.parse(address) : null;
  if (url === null || !isHostOf(sources, url.host) || pathsAtAddress(url, sources).length > 0) return [];
  return fileNames(trimmed(decodePercent(url.pathname).replace(/\/index\.html$/, '')));
}

const pathsByPage = oncePerObject((documents: readonly Pick<DocumentEntry, 'path' | 'url'>[]) => {
  const paths = new Map<string, string[]>();
  for (const { path, url } of documents) {
    const page = pageKeyOfPlain(url) ?? pageKey(url);
    const known = page === null ? undefined : paths.get(page);
    if (known !== undefined) known.push(path);
    else if (page !== null) paths.set(page, [path]);
  }
  return paths;
});

/**
 * Reads what a client may write for a path prefix.
 * @returns the prefix as the index has it, and a sentence about it if no document's path begins with it; not in an
 *   empty index, which is explained otherwise
 */
export function findPrefix(
  requested: string,
  { documents, status }: { readonly documents: readonly ListedDocument[]; readonly status: DocsOrigin },
): { readonly prefix: string; readonly problem?: string } {
  const prefix = readRequestedPrefix(requested.trim(), documents, status);
  if (prefix !== null) return { prefix };
  if (documents.length === 0) return { prefix: requested };
  const problem = `No document's path begins with ${JSON.stringify(oneLine(requested))}; list_docs without path_prefix shows the paths.`;
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
  { sources }: DocsOrigin,
): string | null {
  const slash = requested.endsWith('/') ? '/' : '';
  const address = withScheme(requested, sources);
  const written = meanings(address, sources)
    .slice(0, MAX_CANDIDATES)
    .map((path) => (path === '' || path.endsWith('/') ? path : `${path}${slash}`));
  const { asWritten, inLowerCase } = sortedPathsOf(documents);
  for (const prefix of [requested, ...written])
    if (firstBeginningWith(asWritten, prefix) !== undefined) return prefix;
  for (const prefix of written) {
    const found = firstBeginningWith(inLowerCase, prefix.toLowerCase());
    if (found !== undefined) return found.path.slice(0, prefix.length);
  }
  return null;
}

/** Completes an address without its scheme: `github.com/owner/name/…`, or one of a site of the index. */
function withScheme(text: string, sources: IndexStatus['sources']): string {
  const host = /^[\w-]+(?:\.[\w-]+)+(?=\/|$)/.exec(text)?.[0].toLowerCase();
  if (host === undefined || !(isGitHubHost(host) || isHostOf(sources, host))) return text;
  return `https://${text}`;
}

/** The paths in the index that an address or a path may stand for; none for an address of another site or repository. */
function meanings(address: string, sources: IndexStatus['sources']): string[] {
  if (isAddress(address)) {
    const url = URL.parse(address);
    return url === null ? [] : pathsAtAddress(url, sources);
  }
  const isResource = address.startsWith(RESOURCE_PREFIX);
  const path = trimmed(decodePercent(isResource ? address.slice(RESOURCE_PREFIX.length) : address));
  if (isResource) return [path];
  const linked = linkTargets(address, sources).flatMap((target) => {
    const url = isAddress(target) ? URL.parse(target) : null;
    return url === null ? [] : pathsAtAddress(url, sources);
  });
  return [...new Set([path, ...pathsInSources(path, sources), ...linked])];
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** The part of an address that identifies the page: no scheme, no query, no trailing slash. */
function pageKey(address: string): string | null {
  const url = isAddress(address) ? URL.parse(address) : null;
  if (url === null) return null;
  return `${url.host}${decodePercent(url.pathname).replace(/\/+(?:index\.html)?$/, '')}`.toLowerCase();
}

/** As `pageKey`, without parsing an address that has nothing to decode: of an index's documents, most have not. */
function pageKeyOfPlain(address: string): string | null {
  const [, page] = /^https?:\/\/([a-z0-9.-]+\/[\w./~-]*)$/i.exec(address) ?? [];
  return page === undefined || page.includes('/.')
    ? null
    : page.replace(/\/+(?:index\.html)?$/, '').toLowerCase();
}

/** A fragment that points to lines of a source file or to words of a page, which are not sections. */
const NOT_A_SECTION = /^(?:|L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?)$/;

function sectionOf(address: string, fragment = ''): string | undefined {
  // https://wicg.github.io/scroll-to-text-fragment: browsers add the words of a search result or a selection.
  const [anchor = ''] = fragment.split(':~:');
  const url = isAddress(address) ? URL.parse(address) : null;
  const section = decodePercent(anchor);
  // The sections of a Go file are lines.
  if (section !== '' && isGoFile(url?.pathname ?? address)) return section;
  if (url === null || !isGitHubHost(url.host)) return NOT_A_SECTION.test(section) ? undefined : section;
  // GitHub's anchor of the README below the list of a folder's files, and its prefix of all anchors.
  return NOT_A_SECTION.test(section) || section === 'readme'
    ? undefined
    : section.replace(/^user-content-/, '');
}

/** The files that a path may stand for, with and without extension. */
function fileNames(path: string): string[] {
  if (/\.(md|markdown|go)$/i.test(path)) return [path];
  const name = path.replace(/\/$/, '');
  const folder = name === '' ? '' : `${name}/`;
  const own = ['_index.md', 'index.md', 'README.md'].map((file) => folder + file);
  return name === '' ? own : [`${name}.md`, ...own, name];
}

function trimmed(path: string): string {
  return path.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
}
