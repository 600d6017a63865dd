import { createHash } from 'node:crypto';

/**
 * A deterministic stand-in for an embedding: the normalised sum of one pseudo-random direction a word, so that texts
 * that share words are near each other and texts that share none are nearly orthogonal.
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
