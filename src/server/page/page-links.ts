import type { Document, ListedDocument } from '../../shared/domain/document.ts';
import { oncePerObject } from '../index-access/snapshots.ts';
import { pauses } from '../index-access/turns.ts';

/** The path of a document on this server, below its base, each part of it encoded. */
export function documentAddress(path: string): string {
  return `docs/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** Whether an address from the index or a document may be linked: nothing but the web, and mail. */
const ALLOWED = /^(?:https?|mailto):/i;

/**
 * Where the links of a document lead: to other documents on this server, to the web, or nowhere (null).
 * @param root the base of this server relative to the page, such as `../`
 */
export async function documentLinks(
  { url, path }: Pick<Document, 'url' | 'path'>,
  documents: readonly Linkable[],
  root: string,
): Promise<(target: string) => string | null> {
  const byAddress = await pathsByAddress(documents);
  const base = isPublic(url) ? url : new URL(documentAddress(path), LOCAL).href;
  return (target) => {
    if (target.startsWith('#')) return target;
    const address = URL.parse(target, base);
    if (address === null || !ALLOWED.test(address.protocol)) return null;
    const { hash } = address;
    const known = byAddress.get(addressKey(address.href));
    if (known !== undefined) return `${root}${documentAddress(known)}${hash}`;
    if (address.origin !== LOCAL) return address.href;
    return `${root}${address.pathname.slice(1)}${hash}`;
  };
}

/** Whether the public address of a document is one: without a site it is its path. */
export function isPublic(url: string): boolean {
  return /^https?:\/\//i.test(url);
}

/** Stands for the base of this server. */
const LOCAL = 'http://this.invalid';

type Linkable = Pick<ListedDocument, 'path' | 'url'>;

/** The paths of documents by their public address. Other requests have their turn while it is made. */
const pathsByAddress = oncePerObject(async (documents: readonly Linkable[]) => {
  const pause = pauses();
  const paths = new Map<string, string>();
  for (const { url, path } of documents) {
    if (isPublic(url)) paths.set(addressKey(url), path);
    await pause();
  }
  return paths;
});

/** The same for addresses that differ by a fragment, a query or a slash at the end. */
function addressKey(address: string): string {
  return address.replace(/[?#].*$/, '').replace(/\/$/, '');
}
