import { decodePercent, splitFragment } from '../../shared/address-parts.ts';
import { pathBelow, pathInIndex, type Root } from '../../shared/domain/source.ts';
import { encodePart, type OwnAddress, type StyleAddresses, webAddress } from './web-address.ts';

/**
 * The addresses of a document on a site made by Hugo. A relative link to a source file leads to the address of that
 * document; every other target is resolved against the document's address.
 */
export function hugoAddresses(below: string, site: string, own: OwnAddress): StyleAddresses {
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
