import type { fuseRankings } from '../src/shared/index/rank-fusion.ts';

/** How fast ranks lose weight: the best that was found for these docs, where the usual 60 is for many long rankings. */
const CONSTANT = 10;

/** The usual way to fuse rankings (Cormack, Clarke and Büttcher, SIGIR 2009), to compare the product's with. */
export const byReciprocalRank: typeof fuseRankings<number> = (dense, words, lexicalWeight) => {
  const scores = new Map<number, number>();
  const rankings = [
    [dense, 1],
    [words, lexicalWeight],
  ] as const;
  for (const [ranking, weight] of rankings) {
    ranking.forEach(({ key }, rank) => {
      scores.set(key, (scores.get(key) ?? 0) + weight / (CONSTANT + rank + 1));
    });
  }
  return scores;
};
