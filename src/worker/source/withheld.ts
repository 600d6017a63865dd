import { MAX_DOCUMENT_BYTES } from './docs-source.ts';

/** Why a source withholds the bytes of a file; the texts end up in the report's `skipped[]`. */
export const TOO_LARGE = `larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MiB`;
export const SYMBOLIC_LINK = 'a symbolic link';

/** Longest target a link can have on the systems git runs on (PATH_MAX). */
const MAX_LINK_TARGET = 4096;

/**
 * Whether bytes could be a symbolic link's target, which git stores like a file's: one short line without an end.
 * Only these need their mode looked up where it is not at hand.
 */
export function mayBeLinkTarget(bytes: Uint8Array): boolean {
  return bytes.byteLength > 0 && bytes.byteLength < MAX_LINK_TARGET && !bytes.includes(0x0a);
}
