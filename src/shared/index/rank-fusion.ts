/**
 * Reciprocal rank fusion's constant: how fast ranks lose weight. Cormack, Clarke and Büttcher (SIGIR 2009) take 60 for
 * many rankings of many documents; of two rankings of passages, the first ranks say more (docs/retrieval.md).
 */
export const RRF_K = 10;

/** How deep each ranking goes into a fusion: what is further down in one of them would add next to nothing. */
export const FUSED_CANDIDATES = 100;

/** A ranking of keys, best first, and how much it counts. */
export interface WeightedRanking<K> {
  readonly keys: readonly K[];
  readonly weight: number;
}

/**
 * Fuses rankings by reciprocal rank, weighted. One with the weight 0 takes no part.
 * @returns a score for every key of any ranking: 1 for one that leads all of them, towards 0 for one far down in a few
 */
export function fuseRankings<K>(rankings: readonly WeightedRanking<K>[]): Map<K, number> {
  const best = rankings.reduce((sum, { weight }) => sum + weight / (RRF_K + 1), 0);
  const scores = new Map<K, number>();
  for (const { keys, weight } of rankings) {
    if (weight === 0) continue;
    keys.forEach((key, rank) => {
      scores.set(key, (scores.get(key) ?? 0) + weight / (RRF_K + rank + 1) / best);
    });
  }
  return scores;
}
