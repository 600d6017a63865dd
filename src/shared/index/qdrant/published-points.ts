import type { Schemas } from '@qdrant/js-client-rest';
import type { Document, DocumentEntry } from '../../domain/document.ts';
import { HISTORY_LIMIT, type PublishRecord } from '../../domain/history.ts';
import {
  type ChunkPayload,
  DENSE,
  type DocumentPayload,
  type PointKind,
  type PublishPayload,
  visibleAt,
} from './points.ts';
import type { QdrantConnection } from './qdrant-connection.ts';
import { type Page, scrollPoints } from './scroll-points.ts';

type Condition = Schemas['Condition'];

/** Points of a page without large payloads, and of one that carries whole documents. */
const SMALL_PAGE = 512;
const LARGE_PAGE = 16;

/** A chunk as its point holds it. */
export interface PointOfChunk {
  readonly pointId: string;
  readonly payload: ChunkPayload;
}

/** What one collection holds of one published sequence. Rejects with `QDRANT_NOT_FOUND` when the collection has gone. */
export class PublishedPoints {
  readonly collection: string;
  readonly sequence: number;
  readonly #connection: QdrantConnection;
  readonly #signal: AbortSignal | undefined;

  constructor(connection: QdrantConnection, collection: string, sequence: number, signal?: AbortSignal) {
    this.collection = collection;
    this.sequence = sequence;
    this.#connection = connection;
    this.#signal = signal;
  }

  /** The entries of all documents, or of those at some paths; in no order. */
  async entries(paths?: readonly string[]): Promise<DocumentEntry[]> {
    const entries: DocumentEntry[] = [];
    const page = { limit: SMALL_PAGE, payload: ['entry'] };
    for await (const { payload } of this.#scroll('document', paths, page)) {
      entries.push((payload as unknown as DocumentPayload).entry);
    }
    return entries;
  }

  async *documents(paths: readonly string[]): AsyncGenerator<Document> {
    const page = { limit: LARGE_PAGE, payload: ['entry', 'outline', 'content'] };
    for await (const { payload } of this.#scroll('document', paths, page)) {
      const { entry, outline, content } = payload as unknown as DocumentPayload;
      yield { ...entry, outline, content };
    }
  }

  async document(path: string): Promise<Document | null> {
    for await (const document of this.documents([path])) return document;
    return null;
  }

  /** The paths of all documents that further conditions let through. */
  async *paths(conditions: readonly Condition[] = []): AsyncGenerator<string> {
    const page = { limit: SMALL_PAGE, payload: ['path'] };
    for await (const { payload } of this.#scroll('document', undefined, page, conditions)) {
      yield (payload as unknown as DocumentPayload).path;
    }
  }

  async *chunks(paths: readonly string[], payload: string[]): AsyncGenerator<PointOfChunk> {
    for await (const point of this.#scroll('chunk', paths, { limit: SMALL_PAGE, payload })) {
      yield { pointId: String(point.id), payload: point.payload as unknown as ChunkPayload };
    }
  }

  /** Ids of the points of chunks that have a vector. */
  async chunksWithVector(paths: readonly string[]): Promise<Set<string>> {
    const ids = new Set<string>();
    const page = { limit: SMALL_PAGE, payload: [] };
    for await (const point of this.#scroll('chunk', paths, page, [{ has_vector: DENSE }]))
      ids.add(String(point.id));
    return ids;
  }

  /** The remembered publishes, newest first. */
  async publishes(): Promise<PublishRecord[]> {
    const records: PublishRecord[] = [];
    const recent = [{ key: 'since', range: { gt: this.sequence - HISTORY_LIMIT } }];
    const page = { limit: HISTORY_LIMIT, payload: ['record'] };
    for await (const { payload } of this.#scroll('publish', undefined, page, recent)) {
      records.push((payload as unknown as PublishPayload).record);
    }
    return records.sort((a, b) => b.sequence - a.sequence);
  }

  #scroll(
    kind: PointKind,
    paths: readonly string[] | undefined,
    page: Omit<Page, 'filter'>,
    conditions: readonly Condition[] = [],
  ): AsyncGenerator<Schemas['Record']> {
    const visible = visibleAt(this.sequence, kind);
    const atPaths = paths === undefined ? [] : [{ key: 'path', match: { any: [...paths] } }];
    const filter = { ...visible, must: [...visible.must, ...atPaths, ...conditions] };
    return scrollPoints(this.#connection, this.collection, { ...page, filter }, this.#signal);
  }
}
