import type { Schemas } from '@qdrant/js-client-rest';
import type { Document, DocumentEntry } from '../../domain/document.ts';
import { HISTORY_LIMIT, type PublishRecord } from '../../domain/history.ts';
import {
  type ChunkPayload,
  DENSE,
  type DocumentPayload,
  type Filter,
  type PointKind,
  type PublishPayload,
  visibleAt,
} from './points.ts';
import type { AskOptions, QdrantConnection } from './qdrant-connection.ts';

type Condition = Schemas['Condition'];

/** Points of a page without large payloads, and of one that carries whole documents (1 MB each at the most). */
const SMALL_PAGE = 512;
const LARGE_PAGE = 16;

/** A point with those fields of its payload that were asked for. */
export interface PointOf<P> {
  readonly id: string;
  readonly payload: P;
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

  /** The entries of all documents, or of those at some paths; in no order, as everything here. */
  async entries(paths?: readonly string[]): Promise<DocumentEntry[]> {
    const points = await this.#points<DocumentPayload>('document', ['entry'], SMALL_PAGE, { paths });
    return points.map(({ payload }) => payload.entry);
  }

  async document(path: string): Promise<Document | null> {
    return (await this.documents([path]))[0] ?? null;
  }

  /** Documents with their contents: not many at once. */
  async documents(paths: readonly string[]): Promise<Document[]> {
    const fields = ['entry', 'outline', 'content'];
    const points = await this.#points<DocumentPayload>('document', fields, LARGE_PAGE, { paths });
    return points.map(({ payload: { entry, outline, content } }) => ({ ...entry, outline, content }));
  }

  /** The paths of all documents that further conditions let through. */
  async paths(conditions: readonly Condition[] = []): Promise<string[]> {
    const points = await this.#points<DocumentPayload>('document', ['path'], SMALL_PAGE, { conditions });
    return points.map(({ payload }) => payload.path);
  }

  /** Path and blob of every document. */
  async blobs(): Promise<[string, string][]> {
    const fields = ['path', 'entry.blob'];
    const points = await this.#points<DocumentPayload>('document', fields, SMALL_PAGE, {});
    return points.map(({ payload }) => [payload.path, payload.entry.blob]);
  }

  /** Chunks of some documents, with the fields of their payload that are asked for. */
  async chunks(paths: readonly string[], fields: string[]): Promise<PointOf<ChunkPayload>[]> {
    return this.#points<ChunkPayload>('chunk', fields, SMALL_PAGE, { paths });
  }

  /** Ids of the points of chunks that have a vector. */
  async chunksWithVector(paths: readonly string[]): Promise<Set<string>> {
    const conditions = [{ has_vector: DENSE }];
    const points = await this.#points('chunk', ['kind'], SMALL_PAGE, { paths, conditions });
    return new Set(points.map(({ id }) => id));
  }

  /** The remembered publishes, newest first. */
  async publishes(): Promise<PublishRecord[]> {
    const conditions = [{ key: 'since', range: { gt: this.sequence - HISTORY_LIMIT } }];
    const points = await this.#points<PublishPayload>('publish', ['record'], HISTORY_LIMIT, { conditions });
    return points.map(({ payload }) => payload.record).sort((a, b) => b.sequence - a.sequence);
  }

  async #points<P>(
    kind: PointKind,
    fields: string[],
    pageSize: number,
    only: { readonly paths?: readonly string[] | undefined; readonly conditions?: readonly Condition[] },
  ): Promise<PointOf<P>[]> {
    const visible = visibleAt(this.sequence, kind);
    const atPaths = only.paths === undefined ? [] : [{ key: 'path', match: { any: [...only.paths] } }];
    const filter = { ...visible, must: [...visible.must, ...atPaths, ...(only.conditions ?? [])] };
    const page = { filter, limit: pageSize, payload: fields };
    const found: PointOf<P>[] = [];
    for await (const { id, payload } of scrollPoints(this.#connection, this.collection, page, this.#signal)) {
      found.push({ id: String(id), payload: payload as unknown as P });
    }
    return found;
  }
}

/** How a read is asked. */
export const READ: AskOptions = { timeoutMs: 10_000, access: 'read' };

export interface Page {
  readonly filter: Filter;
  /** Points a request. */
  readonly limit: number;
  /** Names of the payload's fields; none: no payload. */
  readonly payload: string[];
  /** Names of the vectors. */
  readonly vectors?: string[];
}

/** All points a filter lets through, page by page, in the order of their ids. */
export async function* scrollPoints(
  connection: QdrantConnection,
  collection: string,
  { filter, limit, payload, vectors = [] }: Page,
  signal?: AbortSignal,
): AsyncGenerator<Schemas['Record']> {
  const request = {
    collection_name: collection,
    filter,
    limit,
    with_payload: payload.length > 0 && payload,
    with_vector: vectors.length > 0 && vectors,
  };
  let offset: Schemas['ExtendedPointId'] | undefined;
  do {
    const from = offset === undefined ? {} : { offset };
    const page = await connection.ask((api, init) => api.scrollPoints({ ...request, ...from }, init), {
      ...READ,
      signal,
    });
    yield* page.points;
    const next = page.next_page_offset;
    offset = typeof next === 'string' || typeof next === 'number' ? next : undefined;
  } while (offset !== undefined);
}

/** A list in pieces of bounded size, in order. */
export function* windows<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size);
}

/** Orders texts by code point, as SQLite does. JavaScript's own order is by UTF-16 unit, which differs beyond U+FFFF. */
export function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
