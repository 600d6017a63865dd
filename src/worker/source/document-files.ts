import { createHash, type Hash } from 'node:crypto';
import { type FileRef, MAX_DOCUMENT_BYTES, type SourceFile } from './docs-source.ts';

/** Replaces bytes that are not UTF-8, and here also control characters, which would break line protocols and terminals. */
const UNPRINTABLE = '\uFFFD';

/** Files of a format that can be prepared: see src/worker/prepare/prepare-document.ts. */
const DOCUMENT_NAME = /\.(md|go)$/;

/**
 * The path under which every source lists a file below a root. Returns null if the file is not a document: its name has
 * another ending, or a part of the path is hidden (which excludes `..` too).
 */
export function listedPath(path: string): string | null {
  const isVisible = path.split('/').every((part) => part !== '' && !part.startsWith('.'));
  return DOCUMENT_NAME.test(path) && isVisible ? path.replace(/\p{Cc}/gu, UNPRINTABLE) : null;
}

/** Whether the listed path of a file differs from its real path, so that no source can read it. */
export function isUnprintable(path: string): boolean {
  return path.includes(UNPRINTABLE);
}

/**
 * Starts the hash of a git blob of `size` bytes. Update it with exactly those bytes.
 * Git names a blob by the hash of `blob <size>\0` and its bytes. A sha of 64 digits belongs to a SHA-256 repository.
 */
export function blobHash(size: number, shaLength = 40): Hash {
  return createHash(shaLength === 64 ? 'sha256' : 'sha1').update(`blob ${size}\0`);
}

/** The git blob sha of some bytes, in the object format that has shas of `shaLength` digits. */
export function blobSha(bytes: Uint8Array, shaLength = 40): string {
  return blobHash(bytes.byteLength, shaLength).update(bytes).digest('hex');
}

/** Reasons for which a source withholds the bytes of a file. They appear in the report's `skipped[]`. */
export const TOO_LARGE = `larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MiB`;
export const SYMBOLIC_LINK = 'a symbolic link';
export const NOT_A_REGULAR_FILE = 'not a regular file';
export const NO_PERMISSION = 'the worker may not read it';
export const UNPRINTABLE_NAME = 'its name is not printable text';

/** Separates the files that can be read by their name from the others, which are withheld. */
export function splitByReadableName(files: readonly FileRef[]): {
  readonly readable: readonly FileRef[];
  readonly withheld: readonly SourceFile[];
} {
  return {
    readable: files.filter(({ path }) => !isUnprintable(path)),
    withheld: files
      .filter(({ path }) => isUnprintable(path))
      .map((file) => ({ ...file, size: 0, bytes: null, withheld: UNPRINTABLE_NAME })),
  };
}

/** Longest target of a symbolic link on the systems that git runs on (PATH_MAX). */
const MAX_LINK_TARGET = 4096;

/**
 * Whether the bytes could be the target of a symbolic link, which git stores as a file of one short line without a
 * line end. Only such files need their mode looked up where it is not at hand.
 */
export function mayBeLinkTarget(bytes: Uint8Array): boolean {
  return bytes.byteLength > 0 && bytes.byteLength < MAX_LINK_TARGET && !bytes.includes(0x0a);
}
