import { decoded, splitFragment } from '../../shared/address-parts.ts';

/** Where the pages of the docs stand. */
export interface Site {
  /** Public address of the docs root, without a trailing slash; null where there is none. */
  readonly siteUrl: string | null;
}

/**
 * The public address of a page as Hugo makes it: the path in lower case without its extension, a section's
 * `_index.md` (and a bundle's `index.md`) at its folder, a slash at the end. Without a site, the path itself.
 */
export function pageUrl(path: string, site: Site, own: { url: string | null; slug: string | null }): string {
  if (site.siteUrl === null) return path;
  const given = own.url === null ? null : URL.parse(own.url, `${site.siteUrl}/`);
  if (given !== null && given.origin === URL.parse(site.siteUrl)?.origin) return given.href;
  const parts = path.replace(/\.(md|markdown)$/i, '').split('/');
  const name = parts.pop() ?? '';
  const isSection = /^_?index$/i.test(name);
  if (!isSection) parts.push(own.slug ?? name);
  const below = parts
    .map(urlPart)
    .filter((part) => !/^\.*$/.test(part))
    .map((part) => `${encodeURIComponent(part)}/`)
    .join('');
  return `${site.siteUrl}/${below}`;
}

/** A name as Hugo sanitizes it for a path: letters, marks, digits and `._#+~-@`; spaces become one hyphen. */
function urlPart(name: string): string {
  return name
    .replace(/[^\p{L}\p{M}\p{Nd}._#+~@\-\s]/gu, '')
    .trim()
    .replace(/\s+/g, '-')
    .toLowerCase();
}

/**
 * A link's target as it works outside the page: relative ones are resolved against the page's address, links to
 * source files against the address of the page they make. Without a site, and for anything else than a
 * relative address, as written.
 */
export function resolveTarget(target: string, path: string, pageAddress: string, site: Site): string {
  if (site.siteUrl === null || target === '' || /^[a-z][a-z\d+.-]*:|^\/\//i.test(target)) return target;
  const [file = '', fragment] = splitFragment(target);
  if (/\.(md|markdown)$/i.test(file) && !file.startsWith('/')) {
    const source = URL.parse(file, `http://docs.invalid/${encodeURI(path)}`);
    if (source === null) return target;
    const page = pageUrl(decoded(source.pathname).slice(1), site, { url: null, slug: null });
    return fragment === undefined ? page : `${page}#${fragment}`;
  }
  return URL.parse(target, pageAddress)?.href ?? target;
}
