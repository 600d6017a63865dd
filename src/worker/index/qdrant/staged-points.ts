import type { Schemas } from '@qdrant/js-client-rest';
import type { Chunk } from '../../../shared/domain/chunk.ts';
import type { Document, ListedDocument } from '../../../shared/domain/document.ts';
import type { PublishRecord } from '../../../shared/domain/history.ts';
import { type Bm25Terms, chunkBm25Vector } from '../../../shared/index/qdrant/bm25-vectors.ts';
import {
  BM25_VECTOR,
  type ChunkPayload,
  DENSE_VECTOR,
  type DocumentPayload,
  foldersOf,
  type ListPagePayload,
  type NamePayload,
  type PublishPayload,
  pointId,
  SPELLING_VECTOR,
  spellingVector,
  type WordsPayload,
} from '../../../shared/index/qdrant/points.ts';
import { keysOfName } from '../../../shared/lexical/spelling-keys.ts';

export type Point = Schemas['PointStruct'];

/** Limits of one request. Qdrant itself refuses more than 32 MB. */
const MAX_POINTS = 128;
const MAX_BYTES = 8 * 1024 * 1024;
/** Upper bound of a vector's component as JSON. */
const BYTES_PER_COMPONENT = 23;
/** The same of a term of a sparse vector. */
const BYTES_PER_TERM = 18;
/** Of everything else of a point. */
const POINT_BYTES = 256;

/** Makes the point of a document that is visible from a sequence on. */
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

export interface StagedChunk {
  readonly chunk: Chunk;
  readonly bm25: Bm25Terms;
  /** Of its document. */
  readonly language: string;
  /** undefined in a lexical index. */
  readonly vector: Float32Array | undefined;
}

/** Makes the point of a chunk that is visible from a sequence on. */
export function chunkPoint({ chunk, bm25, language, vector }: StagedChunk, since: number): Point {
  const { path } = chunk;
  const payload: ChunkPayload = {
    kind: 'chunk',
    path,
    folders: foldersOf(path),
    since,
    content_hash: chunk.contentHash,
    language,
    chunk,
  };
  return {
    id: pointId('chunk', chunk.id, since),
    vector: {
      [BM25_VECTOR]: chunkBm25Vector(bm25),
      ...(vector === undefined ? {} : { [DENSE_VECTOR]: Array.from(vector) }),
    },
    payload: { ...payload },
  };
}

/** Makes the point of a page of the list of documents that is visible from a sequence on. */
export function listPagePoint(page: number, documents: readonly ListedDocument[], since: number): Point {
  const payload: ListPagePayload = { kind: 'list', since, page, documents };
  return { id: pointId('list', String(page), since), vector: {}, payload: { ...payload } };
}

/** Makes the point of a bucket of words that is visible from a sequence on. */
export function wordsPoint(words: Omit<WordsPayload, 'kind'>): Point {
  const payload: WordsPayload = { kind: 'words', ...words };
  return { id: pointId('words', String(words.bucket), words.since), vector: {}, payload: { ...payload } };
}

/** Makes the point of a name that is visible from a sequence on. */
export function namePoint(name: string, chunks: number, since: number): Point {
  const payload: NamePayload = { kind: 'name', since, name, chunks };
  const vector = { [SPELLING_VECTOR]: spellingVector(keysOfName(name)) };
  return { id: pointId('name', name, since), vector, payload: { ...payload } };
}

/** Makes the point of a publish in the history. */
export function publishPoint(record: PublishRecord): Point {
  const payload: PublishPayload = { kind: 'publish', since: record.sequence, record };
  return { id: pointId('publish', '', record.sequence), vector: {}, payload: { ...payload } };
}

/** Yields points in batches small enough for one request; a point larger than that is a batch of its own. */
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
  const components = (vector as Record<string, unknown>)[DENSE_VECTOR];
  const terms = (vector as Record<string, Schemas['SparseVector'] | undefined>)[BM25_VECTOR]?.indices ?? [];
  const text = Buffer.byteLength(JSON.stringify(payload));
  return (
    POINT_BYTES +
    text +
    terms.length * BYTES_PER_TERM +
    (Array.isArray(components) ? components.length * BYTES_PER_COMPONENT : 0)
  );
}
