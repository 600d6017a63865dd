/** Everything that makes vectors and chunks comparable. Another fingerprint means another generation. */
export interface Fingerprint {
  /** Version of the physical layout of the store. */
  readonly schema: number;
  /** Version of parser and chunker together. */
  readonly chunker: number;
  /** Base of the documents' public addresses, which chunks carry; null without a site. */
  readonly siteUrl: string | null;
  /** Embedding model, null for a lexical index. */
  readonly model: string | null;
  /** Length of the vectors, null for a lexical index. */
  readonly dimensions: number | null;
}

/** Whether chunks and vectors made under either fingerprint may stand in one generation. */
export function sameFingerprint(a: Fingerprint, b: Fingerprint): boolean {
  return a.schema === b.schema && a.chunker === b.chunker && a.siteUrl === b.siteUrl && sameVectors(a, b);
}

/** Whether a vector made under one fingerprint can be compared with, or reused for, one made under the other. */
export function sameVectors(
  a: Pick<Fingerprint, 'model' | 'dimensions'>,
  b: Pick<Fingerprint, 'model' | 'dimensions'>,
): boolean {
  return a.model === b.model && a.dimensions === b.dimensions;
}
