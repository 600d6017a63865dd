import type { Embedder, Embeddings } from '../../src/shared/embedding/embedder.ts';
import { wordVector } from './word-vector.ts';

/** An embedder in memory that says what it was asked. */
export class WordEmbedder implements Embedder {
  readonly model: string;
  readonly dimensions: number;
  /** Every text that was embedded, in order. */
  readonly texts: string[] = [];
  /** Thrown instead of answering. */
  failure: Error | null = null;

  constructor(model = 'word-vectors', dimensions = 8) {
    this.model = model;
    this.dimensions = dimensions;
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Embeddings> {
    signal?.throwIfAborted();
    if (this.failure !== null) throw this.failure;
    this.texts.push(...texts);
    return {
      vectors: texts.map((text) => wordVector(text, this.dimensions)),
      tokens: texts.length * 10,
      requests: 1,
    };
  }
}
