import { pathBelow, type Root } from '../../shared/domain/source.ts';
import type { ResolveTarget } from '../../shared/readable-html.ts';
import { githubAddresses } from './github-addresses.ts';
import { hugoAddresses } from './hugo-addresses.ts';
import {
  fileAddress,
  type OwnAddress,
  type PublishedRoot,
  type StyleAddresses,
  webAddress,
} from './web-address.ts';

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
