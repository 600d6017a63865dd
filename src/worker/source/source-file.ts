import { createHash, type Hash } from 'node:crypto';
import { type FileRef, MAX_DOCUMENT_BYTES, type SourceFile } from './docs-source.ts';
import { isUnprintable } from './document-files.ts';

/**
 * A hash that gives a git blob sha once exactly `size` bytes went through it.
 * Git names a blob by the hash of `blob <size>\0` and its bytes; a sha of 64 digits is that of a SHA-256 repository.
 */
export function blobHash(size: number, shaLength = 40): Hash {
  return createHash(shaLength === 64 ? 'sha256' : 'sha1').update(`blob ${size}\0`);
}

/** The git blob sha of some bytes, in the object format a sha of `shaLength` digits belongs to. */
export function blobSha(bytes: Uint8Array, shaLength = 40): string {
  return blobHash(bytes.byteLength, shaLength).update(bytes).digest('hex');
}

/** Why a source withholds the bytes of a file; the texts end up in the report's `skipped[]`. */
export const TOO_LARGE = `larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MiB`;
export const SYMBOLIC_LINK = 'a symbolic link';
export const NO_REGULAR_FILE = 'no regular file';
export const NO_PERMISSION = 'the worker may not read it';
export const UNPRINTABLE_NAME = 'its name is not printable text';

/** Files in two: those that can be read by their name, and the others as they are withheld, unread. */
export function byName(files: readonly FileRef[]): { named: FileRef[]; nameless: SourceFile[] } {
  return {
    named: files.filter(({ path }) => !isUnprintable(path)),
    nameless: files
      .filter(({ path }) => isUnprintable(path))
      .map((file) => ({ ...file, size: 0, bytes: null, withheld: UNPRINTABLE_NAME })),
  };
}

/** Longest target a link can have on the systems git runs on (PATH_MAX). */
const MAX_LINK_TARGET = 4096;

/**
 * Whether bytes could be a symbolic link's target, which git stores like a file's: one short line without an end.
 * Only these need their mode looked up where it is not at hand.
 */
export function mayBeLinkTarget(bytes: Uint8Array): boolean {
  return bytes.byteLength > 0 && bytes.byteLength < MAX_LINK_TARGET && !bytes.includes(0x0a);
}
