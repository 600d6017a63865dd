/** Everything that makes vectors and chunks comparable. A different fingerprint requires a new generation. */
export interface Fingerprint {
  /** Version of the physical layout of the store. */
  readonly schema: number;
  /** Version of the parser and the chunker together. */
  readonly chunker: number;
  /** Embedding model; null for a lexical index. */
  readonly model: string | null;
  /** Length of the vectors; null for a lexical index. */
  readonly dimensions: number | null;
}

/** Whether one generation may hold chunks and vectors made under both fingerprints. */
export function sameFingerprint(a: Fingerprint, b: Fingerprint): boolean {
  return a.schema === b.schema && a.chunker === b.chunker && sameVectors(a, b);
}

/** Whether vectors made under one fingerprint can be compared with, or reused for, the other. */
export function sameVectors(
  a: Pick<Fingerprint, 'model' | 'dimensions'>,
  b: Pick<Fingerprint, 'model' | 'dimensions'>,
): boolean {
  return a.model === b.model && a.dimensions === b.dimensions;
}
