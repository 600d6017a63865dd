import type { Schemas } from '@qdrant/js-client-rest';
import { storedChunk } from '../../domain/chunk.ts';
import type { DocumentEntry } from '../../domain/document.ts';
import { groupDocuments } from '../group-documents.ts';
import type { DocumentMatch, IndexQuery } from '../index-reader.ts';
import { type ChunkPayload, type Filter, visibleAt } from './points.ts';
import { PublishedPoints, READ } from './published-points.ts';
import type { QdrantConnection } from './qdrant-connection.ts';
import { isNotFound } from './qdrant-error.ts';
import { STATE_ID, STATUS_FIELDS, type State, stateFrom } from './qdrant-state.ts';
import { type ChunkSearch, chunkSearch, prefixCondition } from './search-request.ts';

/** `matches` is null when what was looked at is not published any more; `now` is what is, where that is known. */
export interface SearchAttempt {
  readonly matches: readonly DocumentMatch[] | null;
  readonly now: State | null;
}

const READ_STATE: Schemas['QueryRequest'] = {
  filter: { must: [{ has_id: [STATE_ID] }] },
  limit: 1,
  with_payload: STATUS_FIELDS,
};

/** Searches one published sequence, and checks in the same request that it still is the published one. */
export class DocumentSearch {
  readonly #connection: QdrantConnection;
  readonly #alias: string;
  readonly #entries = new EntryCache();

  constructor(connection: QdrantConnection, alias: string) {
    this.#connection = connection;
    this.#alias = alias;
  }

  async at(state: State, query: IndexQuery, signal?: AbortSignal): Promise<SearchAttempt> {
    const points = new PublishedPoints(this.#connection, state.generation, state.sequence, signal);
    try {
      const search = await this.#chunkSearch(points, state, query);
      const requests = search === null ? [READ_STATE] : [READ_STATE, ...search.requests];
      // Through the alias, which leads to one collection for the whole request.
      const [read, ...found] = await this.#connection.ask(
        (api, init) => api.queryBatchPoints({ collection_name: this.#alias, searches: requests }, init),
        { ...READ, signal },
      );
      const point = read?.points[0];
      const now = point === undefined ? null : stateFrom(point, this.#alias);
      if (now?.generation !== state.generation || now.sequence !== state.sequence)
        return { matches: null, now };
      const chunks = search?.scored(found.map((answer) => answer.points)) ?? [];
      const matches = await this.#documents(points, query, chunks);
      return { matches, now };
    } catch (error) {
      if (isNotFound(error)) return { matches: null, now: null };
      throw error;
    }
  }

  async #chunkSearch(points: PublishedPoints, state: State, query: IndexQuery): Promise<ChunkSearch | null> {
    const below = await prefixCondition(points, query.pathPrefix ?? '');
    if (below === null) return null;
    const visible = visibleAt(state.sequence, 'chunk');
    const filter: Filter = { ...visible, must: [...visible.must, ...below] };
    return chunkSearch(query, filter, query.vector?.length === state.published.fingerprint?.dimensions);
  }

  async #documents(
    points: PublishedPoints,
    query: IndexQuery,
    found: readonly Schemas['ScoredPoint'][],
  ): Promise<DocumentMatch[]> {
    const ranked = found.map(({ score, payload }) => {
      const chunk = storedChunk((payload as unknown as ChunkPayload).chunk);
      return { chunk, path: chunk.path, ordinal: chunk.ordinal, score };
    });
    const grouped = groupDocuments(ranked, query.limit, query.chunksPerDocument);
    const entries = await this.#entries.of(
      points,
      grouped.map(({ path }) => path),
    );
    return grouped.flatMap(({ path, score, chunks }) => {
      const document = entries.get(path);
      if (document === undefined) return [];
      return [{ document, score, chunks: chunks.map(({ chunk, score }) => ({ chunk, score })) }];
    });
  }
}

/** Entries kept at the most; some 2 KB each. */
const CAPACITY = 2_000;

/** The entries of documents that were found before, so that a search need not ask for them again until a publish. */
class EntryCache {
  #of = '';
  #entries = new Map<string, DocumentEntry>();

  /** The entries of the documents at some paths; a path that is none is left out. */
  async of(points: PublishedPoints, paths: readonly string[]): Promise<ReadonlyMap<string, DocumentEntry>> {
    const source = `${points.collection} ${points.sequence}`;
    if (this.#of !== source || this.#entries.size > CAPACITY) {
      this.#of = source;
      this.#entries = new Map();
    }
    const entries = this.#entries;
    const missing = paths.filter((path) => !entries.has(path));
    if (missing.length > 0) {
      for (const entry of await points.entries(missing)) entries.set(entry.path, entry);
    }
    return entries;
  }
}
