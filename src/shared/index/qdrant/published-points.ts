import type { Schemas } from '@qdrant/js-client-rest';
import { z } from 'zod';
import {
  type Document,
  type DocumentEntry,
  entryFromRecord,
  type ListedDocument,
} from '../../domain/document.ts';
import { HISTORY_LIMIT, type PublishRecord } from '../../domain/history.ts';
import { publishFromRecord } from '../../domain/index-records.ts';
import type { SourceStatus } from '../../domain/source.ts';
import { slices } from '../../slices.ts';
import { CHUNK_SHAPE, ENTRY_SHAPE, PAYLOAD_SHAPES } from './payload-shapes.ts';
import {
  atPaths,
  type ChunkPayload,
  type Condition,
  DENSE_VECTOR,
  type DocumentPayload,
  type ListPagePayload,
  type PointKind,
  type PublishPayload,
  visibleAt,
} from './points.ts';
import type { QdrantConnection } from './qdrant-connection.ts';
import { scrollPoints } from './scroll-points.ts';

/** How many paths, ids or hashes one filter names. */
export const VALUES_PER_FILTER = 256;

/** Points per response: without large payloads, and with whole documents (at most 1 MB each). */
const SMALL_POINTS_PER_PAGE = 512;
const DOCUMENTS_PER_PAGE = 16;
const LIST_PAGES_PER_PAGE = 16;
/** The most a document takes in a response: 1 MiB of control characters, each escaped in six bytes, and its outline. */
const DOCUMENT_BYTES = 8 * 1024 * 1024;

/** Qdrant wants a limit. It costs nothing, and no index has as many. */
const ALL_FOLDERS = 1_000_000_000;

const IDENTIFIED_POINTS = z.array(z.looseObject({ id: z.union([z.string(), z.number()]) }));
const NEAREST_SHAPE = z.looseObject({ points: IDENTIFIED_POINTS });
const FOLDERS_SHAPE = z.looseObject({ hits: z.array(z.looseObject({ value: z.string() })) });

/** A point with the payload fields that were requested. */
export interface StoredPoint<P> {
  readonly id: string;
  readonly payload: P;
}

/** What to read of the points of one kind. */
export interface Selection {
  readonly fields: string[];
  /** Restricts to these paths. */
  readonly paths?: readonly string[] | undefined;
  readonly conditions?: readonly Condition[];
  readonly pointsPerPage?: number;
  /** The longest page, in bytes, if it is not the usual one. */
  readonly maxBytes?: number;
}

/**
 * The points of one published sequence in one generation. Results are unordered unless stated otherwise. Rejects with
 * `QDRANT_NOT_FOUND` when the generation has been deleted.
 */
export class PublishedPoints {
  readonly #connection: QdrantConnection;
  readonly #collection: string;
  readonly #sequence: number;
  readonly #signal: AbortSignal | undefined;

  constructor(
    connection: QdrantConnection,
    { generation, sequence }: { readonly generation: string; readonly sequence: number },
    signal?: AbortSignal,
  ) {
    this.#connection = connection;
    this.#collection = generation;
    this.#sequence = sequence;
    this.#signal = signal;
  }

  /** Returns the points of a kind that match. */
  async read<P>(kind: PointKind, selection: Selection): Promise<StoredPoint<P>[]> {
    const { fields, paths, conditions = [], maxBytes } = selection;
    const { pointsPerPage = SMALL_POINTS_PER_PAGE } = selection;
    const visible = visibleAt(this.#sequence, kind);
    const shape = requestedShape(kind, fields);
    const found: StoredPoint<P>[] = [];
    const groups =
      paths === undefined ? [[]] : [...slices(paths, VALUES_PER_FILTER)].map((some) => [atPaths(some)]);
    for (const atSomePaths of groups) {
      const filter = { ...visible, must: [...visible.must, ...atSomePaths, ...conditions] };
      const request = { filter, limit: pointsPerPage, payload: fields, maxBytes };
      const points = scrollPoints(this.#connection, this.#collection, request, this.#signal);
      for await (const point of points) {
        found.push(this.#stored<P>(point, shape));
      }
    }
    return found;
  }

  /** Returns those points of a kind that are nearest to a query, the nearest first. */
  async nearest<P>(
    kind: PointKind,
    search: Pick<Schemas['QueryRequest'], 'query' | 'using'> & {
      readonly fields: string[];
      readonly limit: number;
    },
  ): Promise<StoredPoint<P>[]> {
    const { fields, ...query } = search;
    const filter = visibleAt(this.#sequence, kind);
    const request = { collection_name: this.#collection, ...query, filter, with_payload: fields };
    const found = await this.#connection.read((api, init) => api.queryPoints(request, init), {
      signal: this.#signal,
    });
    this.#connection.requireShape(NEAREST_SHAPE, found);
    return found.points.map((point) => this.#stored<P>(point, requestedShape(kind, fields)));
  }

  /** Returns the entries of all documents, or of those at some paths. */
  async entries(paths?: readonly string[]): Promise<DocumentEntry[]> {
    const points = await this.read<DocumentPayload>('document', { fields: ['entry'], paths });
    return points.map(({ payload }) => entryFromRecord(payload.entry));
  }

  /** Returns the pages of the list of all documents, in their order; none in a generation of an earlier version. */
  async listPages(): Promise<StoredPoint<ListPagePayload>[]> {
    const pages = await this.read<ListPagePayload>('list', {
      fields: ['page', 'documents'],
      pointsPerPage: LIST_PAGES_PER_PAGE,
    });
    return pages.sort((a, b) => a.payload.page - b.payload.page);
  }

  /** Returns the list of all documents, in the order of its pages; in any order if an earlier version published it. */
  async list(): Promise<readonly ListedDocument[]> {
    const pages = await this.listPages();
    return pages.length > 0 ? pages.flatMap(({ payload }) => payload.documents) : this.entries();
  }

  async document(path: string): Promise<Document | null> {
    return (await this.documents([path]))[0] ?? null;
  }

  /** Returns documents with their contents, which are large: ask for a few at once. */
  async documents(paths: readonly string[]): Promise<Document[]> {
    const points = await this.read<DocumentPayload>('document', {
      fields: ['entry', 'outline', 'content'],
      paths,
      pointsPerPage: DOCUMENTS_PER_PAGE,
      maxBytes: Math.min(DOCUMENTS_PER_PAGE, paths.length) * DOCUMENT_BYTES,
    });
    return points.map(({ payload: { entry, outline, content } }) => ({
      ...entryFromRecord(entry),
      outline,
      content,
    }));
  }

  /** Returns the paths of the documents that match. */
  async documentPaths(only: Pick<Selection, 'paths' | 'conditions'> = {}): Promise<string[]> {
    const points = await this.read<DocumentPayload>('document', { fields: ['path'], ...only });
    return points.map(({ payload }) => payload.path);
  }

  /** Returns the folders, at any depth, of the documents that match. */
  async documentFolders(conditions: readonly Condition[]): Promise<string[]> {
    const { must, must_not } = visibleAt(this.#sequence, 'document');
    const request = {
      collection_name: this.#collection,
      key: 'folders',
      filter: { must: [...must, ...conditions], must_not },
      limit: ALL_FOLDERS,
      exact: true,
    };
    const found = await this.#connection.read((api, init) => api.facet(request, init), {
      signal: this.#signal,
    });
    this.#connection.requireShape(FOLDERS_SHAPE, found);
    return found.hits.map(({ value }) => String(value));
  }

  /** Returns the chunks of some documents, with the payload fields requested. */
  async chunks(paths: readonly string[], fields: string[]): Promise<StoredPoint<ChunkPayload>[]> {
    return this.read<ChunkPayload>('chunk', { fields, paths });
  }

  /** Returns chunks by the ids of their points; one that does not exist is left out. */
  async chunksWithIds(ids: readonly string[]): Promise<StoredPoint<ChunkPayload>[]> {
    const request = { collection_name: this.#collection, ids: [...ids], with_payload: ['chunk'] };
    const found = await this.#connection.read((api, init) => api.getPoints(request, init), {
      signal: this.#signal,
    });
    this.#connection.requireShape(IDENTIFIED_POINTS, found);
    return found.map((point) => this.#stored(point, CHUNK_SHAPE));
  }

  /** Returns the point ids of those chunks of some documents that have a dense vector. */
  async chunksWithVector(paths: readonly string[]): Promise<Set<string>> {
    const conditions = [{ has_vector: DENSE_VECTOR }];
    const points = await this.read('chunk', { fields: ['kind'], paths, conditions });
    return new Set(points.map(({ id }) => id));
  }

  /**
   * Returns the publishes in the history, newest first.
   * @param source the index's first, which the entries of versions with one source do not name
   */
  async publishes(source: SourceStatus | undefined): Promise<PublishRecord[]> {
    const conditions = [{ key: 'since', range: { gt: this.#sequence - HISTORY_LIMIT } }];
    const points = await this.read<PublishPayload>('publish', {
      fields: ['record'],
      conditions,
      pointsPerPage: HISTORY_LIMIT,
    });
    return points
      .map(({ payload }) => publishFromRecord(payload.record, source))
      .sort((a, b) => b.sequence - a.sequence);
  }

  #stored<P>(point: Pick<Schemas['Record'], 'id' | 'payload'>, shape: z.ZodType): StoredPoint<P> {
    this.#connection.requireShape(shape, point.payload);
    return { id: String(point.id), payload: point.payload as unknown as P };
  }
}

/** The shape of a payload of which only some fields were requested: `entry.blob` is a part of `entry`. */
function requestedShape(kind: PointKind, fields: readonly string[]): z.ZodType {
  const needed = Object.fromEntries(fields.map((field) => [field.split('.')[0] ?? field, PRESENT]));
  const whole = fields.includes('entry') ? PAYLOAD_SHAPES[kind].and(ENTRY_SHAPE) : PAYLOAD_SHAPES[kind];
  return whole.and(
    z.looseObject(fields.includes('chunk') ? { ...needed, chunk: CHUNK_SHAPE.shape.chunk } : needed),
  );
}

const PRESENT = z.custom((value) => value !== undefined, 'is missing');
