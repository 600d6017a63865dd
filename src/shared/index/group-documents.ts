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
