import type { Schemas } from '@qdrant/js-client-rest';
import type { Chunk } from '../../../shared/domain/chunk.ts';
import type { Document } from '../../../shared/domain/document.ts';
import type { PublishRecord } from '../../../shared/domain/history.ts';
import {
  BM25,
  type ChunkPayload,
  chunkDocument,
  DENSE,
  type DocumentPayload,
  foldersOf,
  type PublishPayload,
  pointId,
} from '../../../shared/index/qdrant/points.ts';

export type Point = Schemas['PointStruct'];

/** What a request may hold: Qdrant refuses more than 32 MB. */
const MAX_POINTS = 128;
const MAX_BYTES = 8 * 1024 * 1024;
/** What a number of a vector takes as JSON. */
const BYTES_A_NUMBER = 21;

/** The point of a document from a sequence on. */
export function documentPoint({ outline, content, ...entry }: Document, since: number): Point {
  const { path } = entry;
  const payload: DocumentPayload = {
    kind: 'document',
    path,
    folders: foldersOf(path),
    since,
    entry,
    outline,
    content,
  };
  return { id: pointId('document', path, since), vector: {}, payload: { ...payload } };
}

/** The point of a chunk from a sequence on. @param vector none in a lexical index */
export function chunkPoint(chunk: Chunk, vector: Float32Array | undefined, since: number): Point {
  const { path } = chunk;
  const payload: ChunkPayload = {
    kind: 'chunk',
    path,
    folders: foldersOf(path),
    since,
    content_hash: chunk.contentHash,
    chunk,
  };
  return {
    id: pointId('chunk', chunk.id, since),
    vector: {
      [BM25]: chunkDocument(chunk),
      ...(vector === undefined ? {} : { [DENSE]: Array.from(vector) }),
    },
    payload: { ...payload },
  };
}

/** The point that remembers a publish. */
export function publishPoint(record: PublishRecord): Point {
  const payload: PublishPayload = { kind: 'publish', since: record.sequence, record };
  return { id: pointId('publish', '', record.sequence), vector: {}, payload: { ...payload } };
}

/** Points in batches that one request can carry. */
export function* pointBatches(points: Iterable<Point>): Generator<Point[]> {
  let batch: Point[] = [];
  let bytes = 0;
  for (const point of points) {
    const size = sizeOf(point);
    if (batch.length > 0 && (batch.length === MAX_POINTS || bytes + size > MAX_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(point);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function sizeOf({ vector, payload }: Point): number {
  const numbers = (vector as Record<string, unknown>)[DENSE];
  // The text goes out twice, the second time for BM25, with some of it repeated.
  const text = Buffer.byteLength(JSON.stringify(payload));
  return 3 * text + (Array.isArray(numbers) ? numbers.length * BYTES_A_NUMBER : 0);
}
