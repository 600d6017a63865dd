import { type Chunk, chunkFromRecord } from '../../domain/chunk.ts';
import type { IndexedDocument } from '../index-reader.ts';
import type { PublishedPoints } from './published-points.ts';
import { byCodePoint } from './sqlite-order.ts';

/** Returns some documents with their chunks, sorted by path. */
export async function readIndexedDocuments(
  points: PublishedPoints,
  paths: readonly string[],
): Promise<IndexedDocument[]> {
  const withVector = await points.chunksWithVector(paths);
  const chunksByPath = new Map<string, IndexedDocument['chunks'][number][]>(paths.map((path) => [path, []]));
  for (const { id, payload } of await points.chunks(paths, ['chunk'])) {
    const chunk = chunkFromRecord(payload.chunk);
    chunksByPath.get(chunk.path)?.push({ ...chunk, hasVector: withVector.has(id) });
  }
  return (await points.documents(paths))
    .sort((a, b) => byCodePoint(a.path, b.path))
    .map((document) => ({ document, chunks: (chunksByPath.get(document.path) ?? []).sort(byOrdinal) }));
}

function byOrdinal(a: Chunk, b: Chunk): number {
  return a.ordinal - b.ordinal;
}
