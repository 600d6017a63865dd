import type { Root } from '../../shared/domain/source.ts';

/** A root that has a public address. */
export type PublishedRoot = Root & { readonly site: string };

/** What the front matter says about the address. Only sites made by Hugo use it. */
export interface OwnAddress {
  /** Address from the root of the site. It replaces the address made from the path. */
  readonly url: string | null;
  /** Last part of the address. It replaces the name of the file. */
  readonly slug: string | null;
}

/** Addresses in one style. `resolve` gets targets without scheme and host, and returns null for what is no address. */
export interface StyleAddresses {
  readonly url: string;
  readonly resolve: (target: string, use: 'link' | 'image') => string | null;
}

/** The address of a file below a site, with its extension. Each part of the path is percent-encoded. */
export function fileAddress(path: string, site: string): string {
  const parts = path.split('/').filter((part) => !/^\.{0,2}$/.test(part));
  return [site, ...parts.map(encodePart)].join('/');
}

/** Percent-encodes a part of a path. A lone surrogate, which has no UTF-8 form, becomes U+FFFD. */
export function encodePart(part: string): string {
  return encodeURIComponent(part.toWellFormed());
}

/**
 * Resolves a target against an address. Returns null unless the result is on the web: URL parsing drops control
 * characters, so that a target may turn out to be a script.
 */
export function webAddress(target: string, base: string): string | null {
  const url = URL.parse(target, base);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}
