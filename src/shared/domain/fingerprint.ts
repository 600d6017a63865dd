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
  /** Put before every document that was embedded; absent: nothing. */
  readonly documentPrefix?: string | undefined;
  /** The longest text that the model reads, in tokens; absent: longer than any chunk, so that no chunk depends on it. */
  readonly maxTokens?: number | undefined;
}

/** Whether one generation may hold chunks and vectors made under both fingerprints. */
export function sameFingerprint(a: Fingerprint, b: Fingerprint): boolean {
  return (
    a.schema === b.schema &&
    a.chunker === b.chunker &&
    a.maxTokens === b.maxTokens &&
    sameDocumentVectors(a, b)
  );
}

/** Whether the vector of a text made under one fingerprint can be reused for the same text under the other. */
export function sameDocumentVectors(
  a: Pick<Fingerprint, 'model' | 'dimensions' | 'documentPrefix'>,
  b: Pick<Fingerprint, 'model' | 'dimensions' | 'documentPrefix'>,
): boolean {
  return sameVectors(a, b) && a.documentPrefix === b.documentPrefix;
}

/** Whether vectors made under one fingerprint can be compared with those made under the other. */
export function sameVectors(
  a: Pick<Fingerprint, 'model' | 'dimensions'>,
  b: Pick<Fingerprint, 'model' | 'dimensions'>,
): boolean {
  return a.model === b.model && a.dimensions === b.dimensions;
}

/** What an embedding model reads of a chunk. */
export type ModelLimits = Pick<Fingerprint, 'maxTokens' | 'documentPrefix'>;

/** The limits of an embedder or an index, as plain data. */
export function modelLimits(of: ModelLimits | null): ModelLimits | null {
  if (of?.maxTokens === undefined) return null;
  const { maxTokens, documentPrefix } = of;
  return documentPrefix === undefined ? { maxTokens } : { maxTokens, documentPrefix };
}
