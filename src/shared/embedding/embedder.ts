export interface Embeddings {
  /** One vector per text, in the order of the texts. */
  readonly vectors: readonly Float32Array[];
  /** Tokens as the provider counts them, or our own count if it does not report them. */
  readonly tokens: number;
}

/** Turns texts into vectors. Rejects with an OperationalError (`EMBEDDER_*`). Never returns a partial result. */
export interface Embedder {
  readonly model: string;
  /** Length of every vector. */
  readonly dimensions: number;
  /** Put before every text, because the model expects it before documents; absent: nothing. */
  readonly documentPrefix?: string | undefined;
  /** The longest text that the model reads, in tokens, the prefix included; absent: longer than any chunk. */
  readonly maxTokens?: number | undefined;
  /** Requests sent so far, including failed ones and retries. */
  readonly requests: number;
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Embeddings>;
}
