/** What ranking needs of a chunk that matched. */
export interface RankedChunk {
  /** The path of its document. */
  readonly path: string;
  readonly ordinal: number;
  /** The higher, the more relevant. */
  readonly score: number;
}

export interface RankedDocument<C extends RankedChunk> {
  readonly path: string;
  /** The score of its best chunk. */
  readonly score: number;
  /** Best first. */
  readonly chunks: readonly C[];
}

/** Groups chunks into documents, each ranked by its best chunk: at most `limit`, with at most `chunksPerDocument` each. */
export function groupDocuments<C extends RankedChunk>(
  chunks: readonly C[],
  limit: number,
  chunksPerDocument: number,
): RankedDocument<C>[] {
  const groups = new Map<string, C[]>();
  for (const chunk of [...chunks].sort(byScore)) {
    const group = groups.get(chunk.path);
    if (group !== undefined) {
      if (group.length < chunksPerDocument) group.push(chunk);
    } else if (groups.size < limit) {
      groups.set(chunk.path, [chunk]);
    }
  }
  return [...groups].map(([path, group]) => ({ path, score: group[0]?.score ?? 0, chunks: group }));
}

/** Compares for sorting: best first, ties by path and then by position, so that results are deterministic. */
export function byScore(a: RankedChunk, b: RankedChunk): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.ordinal - b.ordinal;
}

/** Length at which each ranking is cut before fusion: anything further down would add next to nothing. */
export const FUSED_CANDIDATES = 100;

/** An item of a ranking with its score. */
export interface Scored<K> {
  readonly key: K;
  readonly score: number;
}

/**
 * Fuses a dense and a lexical ranking by a convex combination of their min-max normalized scores. Unlike reciprocal
 * rank fusion, it tells a clear first place from a narrow one (Bruch, Gai and Ingber, "An Analysis of Fusion Functions
 * for Hybrid Retrieval", TOIS 2023; docs/decisions/15-fused-by-score.md).
 * @param dense best first, at most `FUSED_CANDIDATES`; a key that is not listed counts like the last one listed
 * @param lexical the same by BM25; if it is shorter than `FUSED_CANDIDATES`, a key that is not listed has score 0
 * @param lexicalWeight weight of the lexical ranking beside the dense one, which has weight 1; 0 leaves it out
 * @returns a score for every key of either ranking: 1 for the first of both, 0 for one that is last in the only ranking that lists it
 */
export function fuseRankings<K>(
  dense: readonly Scored<K>[],
  lexical: readonly Scored<K>[],
  lexicalWeight: number,
): Map<K, number> {
  const scores = new Map<K, number>();
  const add = (ranking: readonly Scored<K>[], minimum: number, share: number) => {
    const span = (ranking[0]?.score ?? 0) - minimum;
    for (const { key, score } of ranking) {
      const normalized = span > 0 ? (score - minimum) / span : 1;
      scores.set(key, (scores.get(key) ?? 0) + share * normalized);
    }
  };
  add(dense, lastScore(dense), 1 / (1 + lexicalWeight));
  if (lexicalWeight === 0) return scores;
  const minimum = lexical.length < FUSED_CANDIDATES ? 0 : lastScore(lexical);
  add(lexical, minimum, lexicalWeight / (1 + lexicalWeight));
  return scores;
}

function lastScore(ranking: readonly Scored<unknown>[]): number {
  return ranking.at(-1)?.score ?? 0;
}

/** The BM25 score that maps to 0.5. */
const HALF_RELEVANT = 10;

/** Maps a BM25 score (unbounded, from 0) to the range 0 to 1, preserving order. */
export function lexicalScore(bm25: number): number {
  return bm25 <= 0 ? 0 : bm25 / (bm25 + HALF_RELEVANT);
}
