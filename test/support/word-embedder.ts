import { createHash } from 'node:crypto';
import type { Embedder, Embeddings } from '../../src/shared/embedding/embedder.ts';

/** A fake embedder in memory that records what it embeds. */
export class WordEmbedder implements Embedder {
  readonly model: string;
  readonly dimensions: number;
  /** Every text that was embedded, in order. */
  readonly texts: string[] = [];
  /** Thrown by every call while it is set. */
  failure: Error | null = null;
  requests = 0;

  constructor(model = 'word-vectors', dimensions = 8) {
    this.model = model;
    this.dimensions = dimensions;
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Embeddings> {
    signal?.throwIfAborted();
    this.requests += 1;
    if (this.failure !== null) throw this.failure;
    this.texts.push(...texts);
    return {
      vectors: texts.map((text) => wordVector(text, this.dimensions)),
      tokens: texts.length * 10,
    };
  }
}

/**
 * A deterministic fake embedding: the normalised sum of one pseudo-random direction per word. Texts that share words
 * are close to each other, and texts that share none are nearly orthogonal.
 */
export function wordVector(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['∅'];
  for (const word of words) addDirection(vector, word);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function addDirection(vector: Float32Array, word: string): void {
  let state = createHash('sha256').update(word).digest().readUInt32LE(0) | 1;
  for (let at = 0; at < vector.length; at += 1) {
    // xorshift32 (Marsaglia, 2003)
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    vector[at] = (vector[at] ?? 0) + state / 2 ** 31;
  }
}
