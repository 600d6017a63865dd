/** How deep each ranking goes into a fusion: what is further down in one of them would add next to nothing. */
export const FUSED_CANDIDATES = 100;

/** What is ranked, and what a ranking scores it. */
export interface Scored<K> {
  readonly key: K;
  readonly score: number;
}

/**
 * Fuses the ranking by vectors with the one by words, each stretched to scores from 0 to 1: a convex combination of
 * scores. It tells a clear first from one by a hair, where reciprocal ranks take every first for the same (Bruch, Gai
 * and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023; docs/decisions/15-fused-by-score.md).
 * @param dense best first, at most `FUSED_CANDIDATES`; what is not among them counts as the last of them
 * @param words the same by BM25, which is 0 for what has none of the words
 * @param lexicalWeight what the words count beside the vectors, which count 1; with 0 they take no part
 * @returns a score for every key of either: 1 for one that leads both, 0 for one at the end of what it is in
 */
export function fuseRankings<K>(
  dense: readonly Scored<K>[],
  words: readonly Scored<K>[],
  lexicalWeight: number,
): Map<K, number> {
  const scores = new Map<K, number>();
  const add = (ranking: readonly Scored<K>[], nothing: number, share: number) => {
    const span = (ranking[0]?.score ?? 0) - nothing;
    for (const { key, score } of ranking) {
      const stretched = span > 0 ? (score - nothing) / span : 1;
      scores.set(key, (scores.get(key) ?? 0) + share * stretched);
    }
  };
  add(dense, lastScore(dense), 1 / (1 + lexicalWeight));
  if (lexicalWeight === 0) return scores;
  add(words, words.length < FUSED_CANDIDATES ? 0 : lastScore(words), lexicalWeight / (1 + lexicalWeight));
  return scores;
}

function lastScore(ranking: readonly Scored<unknown>[]): number {
  return ranking.at(-1)?.score ?? 0;
}

/** The BM25 sum at which a passage counts as half relevant. */
const HALF_RELEVANT = 10;

/** Maps a BM25 sum (0 upwards, without bound) to 0..1, keeping the order. */
export function lexicalScore(bm25: number): number {
  return bm25 <= 0 ? 0 : bm25 / (bm25 + HALF_RELEVANT);
}
