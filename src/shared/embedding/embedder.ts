export interface Embeddings {
  /** One vector per text, in the order of the texts. */
  readonly vectors: readonly Float32Array[];
  /** Tokens as the provider counts them, or our own count if it does not report them. */
  readonly tokens: number;
  /** Requests sent, including retries. */
  readonly requests: number;
}

/** Turns texts into vectors. Rejects with an OperationalError (`EMBEDDER_*`). Never returns a partial result. */
export interface Embedder {
  readonly model: string;
  /** Length of every vector. */
  readonly dimensions: number;
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Embeddings>;
}
