import { FNV_BASIS, fnv1a } from '../../fnv1a.ts';

/**
 * Returns the 32-bit hash by which Qdrant knows a word: FNV-1a over its UTF-16 code units. Stored with every index: another
 * function needs another layout.
 */
export function wordHash(word: string): number {
  let hash = FNV_BASIS;
  for (let at = 0; at < word.length; at++) hash = fnv1a(hash, word.charCodeAt(at));
  return hash >>> 0;
}

/**
 * In how many buckets the words of an index are stored. An edit writes those of its words, and a query reads those of its
 * terms: with 100,000 words, a bucket is some 3 KB.
 */
const BUCKETS = 1_024;

/** Returns the bucket that a word is counted in. */
export function bucketOf(word: string): number {
  return wordHash(word) % BUCKETS;
}
