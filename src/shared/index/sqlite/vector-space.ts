import type { Fingerprint } from '../../domain/fingerprint.ts';

/** Names the space a vector lives in; null for a lexical index, which has none. Vectors of one space are comparable. */
export function vectorSpace(fingerprint: Pick<Fingerprint, 'model' | 'dimensions'> | null): string | null {
  if (fingerprint === null || fingerprint.model === null || fingerprint.dimensions === null) return null;
  return `${fingerprint.model}/${fingerprint.dimensions}`;
}

/** How a vector is stored: its floats as they lie in memory, little-endian on every platform Node runs on. */
export function vectorBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** The vector of stored bytes, in memory of its own. */
export function vectorFrom(stored: Uint8Array): Float32Array {
  return new Float32Array(stored.slice().buffer);
}
