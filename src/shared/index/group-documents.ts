/** A chunk that matched, as far as ranking needs it. */
export interface RankedChunk {
  readonly path: string;
  readonly ordinal: number;
  /** 0 to 1. */
  readonly score: number;
}

export interface RankedDocument<C extends RankedChunk> {
  readonly path: string;
  /** The score of its best chunk. */
  readonly score: number;
  /** Best first. */
  readonly chunks: readonly C[];
}

/** Best first; equal scores by path, then by position, so that an answer is always the same. */
export function byScore(a: RankedChunk, b: RankedChunk): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.ordinal - b.ordinal;
}

/** Groups chunks into documents, each ranked by its best chunk: at most `limit` with at most `chunksPerDocument` each. */
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
