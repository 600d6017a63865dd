/** The BM25 sum at which a passage counts as half relevant. */
const HALF_RELEVANT = 10;

/** Maps a BM25 sum (0 upwards, without bound) to 0..1, keeping the order. */
export function lexicalScore(bm25: number): number {
  return bm25 <= 0 ? 0 : bm25 / (bm25 + HALF_RELEVANT);
}
