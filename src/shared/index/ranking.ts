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

/** Weights of the lexical ranking, and how steeply it rises from the least to the most. */
const WEIGHTS = { least: 1, most: 5, steepness: 4 };
/** How much the best chunk has of a query where the weight is in the middle: of a short one, a share of its words. */
const MIDDLE = { words: 2.2, share: 0.45 };

/**
 * The weight of the lexical ranking beside the dense one, which has weight 1. If the best chunk has the words of the query,
 * the lexical search is more accurate than vectors. If no chunk has more than a common word or two, it matches by
 * chance. How much a chunk has is counted in words that no other chunk has, because BM25 grows with the index.
 * @param text what is searched for
 * @param lexical best first, with BM25 scores
 * @param chunks how many the index has
 */
export function lexicalWeight(
  text: string,
  lexical: readonly Pick<Scored<unknown>, 'score'>[],
  chunks: number,
): number {
  const found = (lexical[0]?.score ?? 0) / inverseDocumentFrequency(chunks, 1);
  const middle = Math.min(MIDDLE.words, MIDDLE.share * text.trim().split(/\s+/).length);
  const { least, most, steepness } = WEIGHTS;
  return least + (most - least) / (1 + Math.exp(-steepness * (found - middle)));
}

/** The BM25 score that the best chunk counts as having where no chunk contains a word of the query. */
const UNMATCHED = 1;

/**
 * Fuses a dense and a lexical ranking by a weighted mean of their scores. Unlike reciprocal rank fusion, it tells a clear
 * first place from a narrow one (Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023;
 * docs/decisions/15-fused-by-score.md). Lexical scores are those of a lexical search. The dense ones are spread from 0 for
 * the last to the score of the best lexical one for the first, so that a query whose words say little has low scores.
 * @param dense best first, at most `FUSED_CANDIDATES`; a key that is not listed counts like the last one listed
 * @param lexical the same by BM25; a key that is not listed counts like the last one listed, or 0 if the list is shorter
 * than `FUSED_CANDIDATES`
 * @param lexicalWeight beside the dense ranking, which has weight 1; 0 leaves the lexical ranking out
 * @returns a score from 0 to 1 for every key of either ranking
 */
export function fuseRankings<K>(
  dense: readonly Scored<K>[],
  lexical: readonly Scored<K>[],
  lexicalWeight: number,
): Map<K, number> {
  const weight = lexical.length === 0 ? 0 : lexicalWeight;
  const best = lexicalScore(lexical[0]?.score ?? UNMATCHED);
  const unlisted = lexical.length < FUSED_CANDIDATES ? 0 : lexicalScore(lastScore(lexical));
  const scores = new Map<K, number>();
  const last = lastScore(dense);
  const span = (dense[0]?.score ?? 0) - last;
  for (const { key, score } of dense) {
    const spread = span > 0 ? (score - last) / span : 1;
    scores.set(key, (best * spread + weight * unlisted) / (1 + weight));
  }
  if (weight === 0) return scores;
  const share = weight / (1 + weight);
  for (const { key, score } of lexical) {
    const listed = scores.get(key);
    const ofDense = listed === undefined ? 0 : listed - share * unlisted;
    scores.set(key, ofDense + share * lexicalScore(score));
  }
  return scores;
}

function lastScore(ranking: readonly Scored<unknown>[]): number {
  return ranking.at(-1)?.score ?? 0;
}

/** As Lucene's, log(1 + odds), which is never negative. */
export function inverseDocumentFrequency(total: number, count: number): number {
  return Math.log(1 + (Math.max(total, count) - count + 0.5) / (count + 0.5));
}

/** The BM25 score that maps to 0.5. */
const HALF_RELEVANT = 10;

/** Maps a BM25 score (unbounded, from 0) to the range 0 to 1, preserving order. */
export function lexicalScore(bm25: number): number {
  return bm25 <= 0 ? 0 : bm25 / (bm25 + HALF_RELEVANT);
}

/**
 * The n-th largest of some values; 0 if fewer are above 0. A heap of the n largest so far is much faster than
 * sorting all: most values are below all of them.
 */
export function nthLargest(values: Float64Array, n: number): number {
  const heap = new Float64Array(n);
  for (const value of values) {
    if (!(value > (heap[0] as number))) continue;
    let at = 0;
    for (let child = 1; child < n; child = 2 * at + 1) {
      if (child + 1 < n && (heap[child + 1] as number) < (heap[child] as number)) child += 1;
      if ((heap[child] as number) >= value) break;
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = value;
  }
  return heap[0] ?? 0;
}
