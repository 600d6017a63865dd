import { type Chunk, storedChunk } from '../../domain/chunk.ts';
import type { Document, DocumentEntry } from '../../domain/document.ts';
import type { PublishRecord } from '../../domain/history.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../domain/index-status.ts';
import { OperationalError } from '../../operational-error.ts';
import type { Answer, DocumentMatch, IndexedDocument, IndexQuery, IndexReader } from '../index-reader.ts';
import { publishesAfter } from '../publishes-after.ts';
import { byCodePoint, PublishedPoints, windows } from './published-points.ts';
import { QdrantConnection, type QdrantOptions } from './qdrant-connection.ts';
import { isNotFound, isRefusal } from './qdrant-error.ts';
import { DocumentSearch } from './qdrant-search.ts';
import { READABLE_SEQUENCES, readState, STATUS_FIELDS, type State, statusOf } from './qdrant-state.ts';

/** How often a read starts again because something else has been published meanwhile. */
const MAX_TRIES = 5;

/** Somebody waits for the answer. */
const RETRIES = { attempts: 3, firstWaitMs: 100, longestWaitMs: 1_000 };

/**
 * Reads the index in Qdrant. Every read is of the points of one published sequence, which stay as they are for many
 * publishes to come; a search learns in the same request whether the sequence it looked at is still the published one.
 */
export class QdrantReader implements IndexReader {
  readonly #connection: QdrantConnection;
  readonly #alias: string;
  readonly #search: DocumentSearch;
  /** What was published when last looked, for the next search to start from. */
  #known: State | null = null;

  /** Touches nothing yet. */
  constructor(options: QdrantOptions) {
    this.#connection = new QdrantConnection(options, RETRIES);
    this.#alias = options.alias;
    this.#search = new DocumentSearch(this.#connection, options.alias);
  }

  async status(signal?: AbortSignal): Promise<IndexStatus> {
    this.#known = await readState(this.#connection, this.#alias, STATUS_FIELDS, signal);
    return this.#known === null ? EMPTY_STATUS : statusOf(this.#known);
  }

  async search(
    query: IndexQuery,
    signal?: AbortSignal,
  ): Promise<Answer<{ matches: readonly DocumentMatch[] }>> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const known = this.#known;
      if (known === null) await this.status(signal);
      const state = this.#known;
      if (state === null) return { matches: [], status: EMPTY_STATUS };
      try {
        const { matches, now } = await this.#search.at(state, query, signal);
        this.#known = now;
        if (matches !== null && now !== null) return { matches, status: statusOf(now) };
      } catch (error) {
        // What fitted the generation known so far may not fit the one that has taken its place.
        if (known === null || !isRefusal(error)) throw error;
        this.#known = null;
      }
    }
    throw keepsChanging();
  }

  async document(
    path: string,
    signal?: AbortSignal,
  ): Promise<Answer<{ document: Document | null; redirectedFrom?: string }>> {
    const fields = [...STATUS_FIELDS, 'redirects'];
    return this.#read({ document: null }, fields, signal, async (points, { redirects }) => {
      const direct = await points.document(path);
      if (direct !== null) return { document: direct };
      const target = redirects.find(([former]) => former === path)?.[1];
      const document = target === undefined ? null : await points.document(target);
      return document === null ? { document } : { document, redirectedFrom: path };
    });
  }

  async documents(signal?: AbortSignal): Promise<Answer<{ documents: readonly DocumentEntry[] }>> {
    return this.#read({ documents: [] }, STATUS_FIELDS, signal, async (points) => ({
      documents: (await points.entries()).sort((a, b) => byCodePoint(a.path, b.path)),
    }));
  }

  async changesSince(
    since?: string,
    signal?: AbortSignal,
  ): Promise<Answer<{ changes: readonly PublishRecord[] }>> {
    return this.#read({ changes: [] }, STATUS_FIELDS, signal, async (points, state) => ({
      changes: publishesAfter(await points.publishes(), statusOf(state), since),
    }));
  }

  async *scan(signal?: AbortSignal): AsyncGenerator<IndexedDocument> {
    yield* scanDocuments(this.#connection, this.#alias, signal);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async #read<T>(
    empty: T,
    fields: string[],
    signal: AbortSignal | undefined,
    ask: (points: PublishedPoints, state: State) => Promise<T>,
  ): Promise<Answer<T>> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const state = await readState(this.#connection, this.#alias, fields, signal);
      if (state === null) return { ...empty, status: EMPTY_STATUS };
      const points = new PublishedPoints(this.#connection, state.generation, state.sequence, signal);
      try {
        return { ...(await ask(points, state)), status: statusOf(state) };
      } catch (error) {
        // The generation was replaced and is gone.
        if (!isNotFound(error)) throw error;
      }
    }
    throw keepsChanging();
  }
}

function keepsChanging(): OperationalError {
  return new OperationalError(
    'INDEX_CHANGED',
    'the index was published again each time it was read.',
    'Ask again; a worker seems to publish without a pause.',
  );
}

/** Documents read at once, contents and chunks included. */
const DOCUMENTS_AT_ONCE = 16;

/**
 * Every document with its chunks, sorted by path, of the sequence published when the scan begins.
 * @throws OperationalError `INDEX_CHANGED` when so much has been published meanwhile that the sequence is gone
 */
async function* scanDocuments(
  connection: QdrantConnection,
  alias: string,
  signal?: AbortSignal,
): AsyncGenerator<IndexedDocument> {
  const state = await readState(connection, alias, STATUS_FIELDS, signal);
  if (state === null) return;
  const points = new PublishedPoints(connection, state.generation, state.sequence, signal);
  try {
    const paths = (await points.paths()).sort(byCodePoint);
    for (const some of windows(paths, DOCUMENTS_AT_ONCE)) {
      const documents = await readDocuments(points, some);
      const now = await readState(connection, state.generation, ['kind', 'layout', 'sequence'], signal);
      if (now === null || now.sequence - state.sequence > READABLE_SEQUENCES) throw changed();
      yield* documents;
    }
  } catch (error) {
    throw isNotFound(error) ? changed() : error;
  }
}

async function readDocuments(points: PublishedPoints, paths: readonly string[]): Promise<IndexedDocument[]> {
  const embedded = await points.chunksWithVector(paths);
  const chunksOf = new Map<string, IndexedDocument['chunks'][number][]>(paths.map((path) => [path, []]));
  for (const { id, payload } of await points.chunks(paths, ['chunk'])) {
    chunksOf.get(payload.chunk.path)?.push({ ...storedChunk(payload.chunk), hasVector: embedded.has(id) });
  }
  return (await points.documents(paths))
    .sort((a, b) => byCodePoint(a.path, b.path))
    .map((document) => ({ document, chunks: (chunksOf.get(document.path) ?? []).sort(byOrdinal) }));
}

function byOrdinal(a: Chunk, b: Chunk): number {
  return a.ordinal - b.ordinal;
}

function changed(): OperationalError {
  return new OperationalError(
    'INDEX_CHANGED',
    'the index was published too often while it was read.',
    'Run it again.',
  );
}
