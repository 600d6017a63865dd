import { decodePercent, splitFragment } from '../../shared/address-parts.ts';
import { pathBelow, pathInIndex, type Root } from '../../shared/domain/source.ts';
import type { ResolveTarget } from '../../shared/readable-html.ts';

/** The public address of a document, and of what it links to. */
export interface DocumentAddresses {
  readonly url: string;
  /** Makes the target of a link or image work outside of the document. A target it cannot resolve stays as written. */
  readonly resolve: ResolveTarget;
}

/**
 * The addresses of a document in the style of its root. Without a site, the address is the path in the index, and links
 * stay as written.
 * @param path path in the index
 */
export function addressesOf(path: string, root: Root, own: OwnAddress): DocumentAddresses {
  if (!isPublished(root)) return { url: path, resolve: (target) => target };
  const below = pathBelow(path, root);
  const { url, resolve } = publishedAddresses(below, root, own);
  return {
    url,
    resolve: (target, use) =>
      target === '' || isAbsolute(target) ? target : (resolve(target, use) ?? target),
  };
}

function publishedAddresses(below: string, root: PublishedRoot, own: OwnAddress): StyleAddresses {
  switch (root.pages) {
    case 'hugo':
      return hugoAddresses(below, root.site, own);
    case 'github':
      return githubAddresses(below, root);
    case 'plain':
      return plainAddresses(below, root.site);
  }
}

function isPublished(root: Root): root is PublishedRoot {
  return root.site !== null;
}

function isAbsolute(target: string): boolean {
  return /^[a-z][a-z\d+.-]*:|^\/\//i.test(target);
}

/** Addresses of files that are published as they are, below the path they have. */
function plainAddresses(below: string, site: string): StyleAddresses {
  const url = fileAddress(below, site);
  return { url, resolve: (target) => webAddress(target, url) };
}

/**
 * The addresses of a document on a site made by Hugo. A relative link to a source file leads to the address of that
 * document; every other target is resolved against the document's address.
 */
function hugoAddresses(below: string, site: string, own: OwnAddress): StyleAddresses {
  const url = documentUrl(below, site, own);
  return {
    url,
    resolve: (target) => {
      const [file = '', fragment] = splitFragment(target);
      if (!/\.(md|markdown)$/i.test(file) || file.startsWith('/')) return webAddress(target, url);
      const source = URL.parse(file, `http://docs.invalid/${encodeURI(below.toWellFormed())}`);
      if (source === null) return null;
      const page = documentUrl(decodePercent(source.pathname).slice(1), site, { url: null, slug: null });
      return fragment === undefined ? page : `${page}#${fragment}`;
    },
  };
}

/**
 * The link target that a `ref` or `relref` stands for. Without an extension it names a page all the same, and one that
 * begins with `/` starts at the folder of all pages, so that the address of the page is nearly the same.
 */
export function referenceTarget(reference: string): string {
  const [file, fragment] = splitFragment(reference.trim());
  const anchor = fragment === undefined ? '' : `#${fragment}`;
  if (file === '') return anchor;
  const page = file.replace(/\.(md|markdown)$/i, '').replace(/\/(_?index)?$/i, '');
  if (!file.startsWith('/')) return `${page}${/\/_?index$|\/$/i.test(file) ? '/_index.md' : '.md'}${anchor}`;
  return `${page.split('/').map(urlPart).map(encodePart).join('/')}/${anchor}`;
}

/**
 * The former paths of a document that its `aliases` name (https://gohugo.io/content-management/urls/#aliases): from the
 * root of the site, or relative to the folder of the page. An address that is not below the root keeps its path from
 * the root of the site.
 */
export function aliasPaths(aliases: readonly string[], path: string, root: Root, own: OwnAddress): string[] {
  const site = root.site ?? 'http://docs.invalid';
  const page = documentUrl(pathBelow(path, root), site, own);
  const top = `${decodePercent(URL.parse(site)?.pathname ?? '').replace(/\/$/, '')}/`;
  return aliases.flatMap((alias) => {
    const address = URL.parse(alias.startsWith('/') ? alias : `../${alias}`, page);
    if (address === null) return [];
    const former = decodePercent(address.pathname).replace(/\/(?:index\.html)?$/, '');
    const place = former.startsWith(top) ? pathInIndex(former.slice(top.length), root) : former.slice(1);
    if (place === '') return [];
    return [/\.(?:md|html?)$/.test(place) ? place : `${place}.md`];
  });
}

/**
 * The path in lower case without its extension, with a slash at the end. A section's `_index.md` and a bundle's
 * `index.md` have the address of their folder.
 */
function documentUrl(path: string, site: string, own: OwnAddress): string {
  const given = own.url === null ? null : URL.parse(own.url, `${site}/`);
  if (given !== null && given.origin === URL.parse(site)?.origin) return given.href;
  const parts = path.replace(/\.(md|markdown)$/i, '').split('/');
  const name = parts.pop() ?? '';
  const isSection = /^_?index$/i.test(name);
  if (!isSection) parts.push(own.slug ?? name);
  const below = parts
    .map(urlPart)
    .filter((part) => !/^\.*$/.test(part))
    .map((part) => `${encodePart(part)}/`)
    .join('');
  return `${site}/${below}`;
}

/** Sanitizes a name as Hugo does: letters, marks, digits and `._#+~-@` stay, and spaces become one hyphen. */
function urlPart(name: string): string {
  return name
    .replace(/[^\p{L}\p{M}\p{Nd}._#+~@\-\s]/gu, '')
    .trim()
    .replace(/\s+/g, '-')
    .toLowerCase();
}

const BLOB = '/blob/';

/**
 * The addresses of a file in a repository as GitHub and its like (GitHub Enterprise, Gitea …) show it. A target that
 * begins with `/` starts at the top of the repository, at the same ref. Images lead to the raw file, because `/blob/`
 * is a web page about it.
 */
function githubAddresses(below: string, root: PublishedRoot): StyleAddresses {
  const url = fileAddress(below, root.site);
  const top = repositoryTop(root);
  return {
    url,
    resolve: (target, use) => {
      const address = target.startsWith('/') ? webAddress(`.${target}`, `${top}/`) : webAddress(target, url);
      return use === 'image' && address !== null ? rawAddress(address, top) : address;
    },
  };
}

/** The address of the top of the repository: the site without the root's own path, or else up to the ref. */
function repositoryTop({ site, path }: PublishedRoot): string {
  const own = path === '' ? '' : `/${path.split('/').map(encodePart).join('/')}`;
  if (site.endsWith(own)) return site.slice(0, site.length - own.length);
  return /^.*?\/blob\/[^/]+/.exec(site)?.[0] ?? site;
}

/** The address of the bytes of a file. An address outside of the repository stays as it is. */
function rawAddress(address: string, top: string): string {
  const at = top.indexOf(BLOB);
  if (at === -1 || !address.startsWith(`${top}/`)) return address;
  return `${address.slice(0, at)}/raw/${address.slice(at + BLOB.length)}`;
}

/** A root that has a public address. */
type PublishedRoot = Root & { readonly site: string };

/** What the front matter says about the address. Only sites made by Hugo use it. */
export interface OwnAddress {
  /** Address from the root of the site. It replaces the address made from the path. */
  readonly url: string | null;
  /** Last part of the address. It replaces the name of the file. */
  readonly slug: string | null;
}

/** Addresses in one style. `resolve` gets targets without scheme and host, and returns null for what is no address. */
interface StyleAddresses {
  readonly url: string;
  readonly resolve: (target: string, use: 'link' | 'image') => string | null;
}

/** The address of a file below a site, with its extension. Each part of the path is percent-encoded. */
export function fileAddress(path: string, site: string): string {
  const parts = path.split('/').filter((part) => !/^\.{0,2}$/.test(part));
  return [site, ...parts.map(encodePart)].join('/');
}

/** Percent-encodes a part of a path. A lone surrogate, which has no UTF-8 form, becomes U+FFFD. */
function encodePart(part: string): string {
  return encodeURIComponent(part.toWellFormed());
}

/**
 * Resolves a target against an address. Returns null unless the result is on the web: URL parsing drops control
 * characters, so that a target may turn out to be a script.
 */
function webAddress(target: string, base: string): string | null {
  const url = URL.parse(target, base);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}
