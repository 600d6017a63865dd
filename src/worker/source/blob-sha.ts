import { createHash, type Hash } from 'node:crypto';

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
