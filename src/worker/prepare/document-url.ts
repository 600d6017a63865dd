import { decodePercent, splitFragment } from '../../shared/address-parts.ts';

/** Where the documents are published. */
export interface Site {
  /** Public address of the docs root, without a trailing slash; null without a site. */
  readonly siteUrl: string | null;
}

/**
 * Makes the public address of a document as Hugo does: the path in lower case without its extension, with a slash at the
 * end. A section's `_index.md` and a bundle's `index.md` have the address of their folder. Without a site, the path itself.
 */
export function documentUrl(
  path: string,
  site: Site,
  own: { url: string | null; slug: string | null },
): string {
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

/** Sanitizes a name as Hugo does: letters, marks, digits and `._#+~-@` stay, and spaces become one hyphen. */
function urlPart(name: string): string {
  return name
    .replace(/[^\p{L}\p{M}\p{Nd}._#+~@\-\s]/gu, '')
    .trim()
    .replace(/\s+/g, '-')
    .toLowerCase();
}

/**
 * Resolves the target of a link so that it works outside of the document. A relative address is resolved against the
 * document's address, and a link to a source file becomes the address of that document. Without a site, and for any
 * other address, the target stays as written.
 */
export function resolveTarget(target: string, path: string, pageAddress: string, site: Site): string {
  if (site.siteUrl === null || target === '' || /^[a-z][a-z\d+.-]*:|^\/\//i.test(target)) return target;
  const [file = '', fragment] = splitFragment(target);
  if (/\.(md|markdown)$/i.test(file) && !file.startsWith('/')) {
    const source = URL.parse(file, `http://docs.invalid/${encodeURI(path)}`);
    if (source === null) return target;
    const page = documentUrl(decodePercent(source.pathname).slice(1), site, { url: null, slug: null });
    return fragment === undefined ? page : `${page}#${fragment}`;
  }
  return URL.parse(target, pageAddress)?.href ?? target;
}
