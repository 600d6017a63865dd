export interface Embeddings {
  /** One vector a text, in the order of the texts. */
  readonly vectors: readonly Float32Array[];
  /** Tokens the provider counted, or our own count where it does not say. */
  readonly tokens: number;
  /** Requests it took, retries included. */
  readonly requests: number;
}

/** Turns texts into vectors. Rejects with an OperationalError (`EMBEDDER_*`); never returns a partial answer. */
export interface Embedder {
  readonly model: string;
  /** Length of every vector. */
  readonly dimensions: number;
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Embeddings>;
}
