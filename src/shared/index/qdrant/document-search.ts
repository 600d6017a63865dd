import type { Schemas } from '@qdrant/js-client-rest';
import { storedChunk } from '../../domain/chunk.ts';
import { groupDocuments } from '../group-documents.ts';
import type { DocumentMatch, IndexQuery } from '../index-reader.ts';
import { EntryCache } from './entry-cache.ts';
import { prefixCondition } from './path-prefix.ts';
import { type ChunkPayload, type Filter, visibleAt } from './points.ts';
import { PublishedPoints } from './published-points.ts';
import type { QdrantConnection } from './qdrant-connection.ts';
import { isNotFound } from './qdrant-error.ts';
import { STATUS_FIELDS } from './read-state.ts';
import { READ } from './scroll-points.ts';
import { type ChunkSearch, chunkSearch } from './search-request.ts';
import { STATE_ID, type State, stateFrom } from './state.ts';

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
