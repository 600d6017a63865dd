import type { Schemas } from '@qdrant/js-client-rest';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { z } from 'zod';
import { type Chunk, chunkFromRecord } from '../../domain/chunk.ts';
import type { DocumentEntry } from '../../domain/document.ts';
import { snapshotId } from '../../domain/index-status.ts';
import { hasCode } from '../../operational-error.ts';
import type { DocumentMatch, IndexQuery } from '../index-reader.ts';
import { groupDocuments } from '../ranking.ts';
import { queryBm25Terms, queryBm25Vector } from './bm25-vectors.ts';
import { GROUPED_CHUNK_SHAPE } from './payload-shapes.ts';
import { type ChunkPayload, type Filter, queryInLayout2, visibleAt } from './points.ts';
import { PublishedPoints } from './published-points.ts';
import type { QdrantConnection } from './qdrant-connection.ts';
import {
  hasWords,
  STATE_ID,
  STATUS_FIELDS,
  type State,
  stateFromPoint,
  statusFromState,
} from './qdrant-state.ts';
import {
  type ChunkSearch,
  chunkSearch,
  exceptConditions,
  type LexicalQuery,
  languageConditions,
  prefixConditions,
} from './search-request.ts';
import { wordCounts } from './word-points.ts';

/**
 * How many searches are under way at once. More finish no sooner where Qdrant and the server share the processor, and their
 * responses arrive together: parsing all of them holds up what else has arrived, such as a health check.
 */
const SEARCHES_AT_ONCE = 3;

/** How many document entries are cached; some 2 KB each. */
const CACHED_ENTRIES = 2_000;
/** How many chunks are cached; some 3 KB each. */
const CACHED_CHUNKS = 2_000;
/** How many terms' counts are cached; some 100 bytes each. */
const CACHED_COUNTS = 10_000;

/** Cached data of one snapshot. A search uses the same object to its end, even if something is published meanwhile. */
interface SnapshotCache {
  readonly id: string;
  readonly entries: LRUCache<string, DocumentEntry>;
  /** By the ids of their points. */
  readonly chunks: LRUCache<string, Chunk>;
  /** Term → how many chunks contain it: also 0. */
  readonly counts: LRUCache<string, number>;
}

export interface SearchAttempt {
  /** null if the sequence that was searched is no longer the published one. */
  readonly matches: readonly DocumentMatch[] | null;
  /** The state that is published now; null if the search did not find out. */
  readonly current: State | null;
}

/** Searches a published sequence and checks, in the same request, that it still is the published one. */
export class QdrantSearch {
  readonly #connection: QdrantConnection;
  readonly #alias: string;
  readonly #turn = pLimit(SEARCHES_AT_ONCE);
  #cache: SnapshotCache | null = null;

  constructor(connection: QdrantConnection, alias: string) {
    this.#connection = connection;
    this.#alias = alias;
  }

  /** @param state what was published when last read */
  search(state: State, query: IndexQuery, signal?: AbortSignal): Promise<SearchAttempt> {
    return this.#turn(() => {
      signal?.throwIfAborted();
      return this.#attempt(state, query, signal);
    });
  }

  async #attempt(state: State, query: IndexQuery, signal?: AbortSignal): Promise<SearchAttempt> {
    const points = new PublishedPoints(this.#connection, state, signal);
    try {
      const search = await this.#chunkSearch(points, state, query);
      const requests = [STATE_REQUEST, ...(search?.requests ?? [])];
      // Through the alias, which leads to the same collection for all of them.
      const all = await this.#connection.read(
        (api, init) => api.queryBatchPoints({ collection_name: this.#alias, searches: requests }, init),
        { signal },
      );
      this.#connection.requireShape(RESULTS_SHAPE, all);
      const [stateResult, ...results] = all;
      const statePoint = stateResult?.points[0];
      const current =
        statePoint === undefined ? null : stateFromPoint(this.#connection, statePoint, this.#alias);
      if (current?.generation !== state.generation || current.sequence !== state.sequence) {
        return { matches: null, current };
      }
      for (const { points: found } of results) {
        for (const { payload } of found) this.#connection.requireShape(GROUPED_CHUNK_SHAPE, payload);
      }
      const found = search?.combine(results.map((result) => result.points)) ?? [];
      return { matches: await documentMatches(found, query, points, this.#cacheOf(current)), current };
    } catch (error) {
      if (hasCode(error, 'QDRANT_NOT_FOUND')) return { matches: null, current: null };
      throw error;
    }
  }

  async #chunkSearch(points: PublishedPoints, state: State, query: IndexQuery): Promise<ChunkSearch | null> {
    const belowPrefix = await prefixConditions(points, query.pathPrefix ?? '');
    if (belowPrefix === null) return null;
    const visible = visibleAt(state.sequence, 'chunk');
    const filter: Filter = {
      ...visible,
      must: [...visible.must, ...belowPrefix, ...exceptConditions(query), ...languageConditions(query)],
    };
    return chunkSearch(
      { query, lexical: await this.#lexicalQuery(points, state, query), chunks: state.published.chunks },
      filter,
      query.vector?.length === state.published.fingerprint?.dimensions,
    );
  }

  /** @returns what the BM25 vectors of chunks are compared with; null if nothing would be found */
  async #lexicalQuery(
    points: PublishedPoints,
    state: State,
    { text }: IndexQuery,
  ): Promise<LexicalQuery | null> {
    if (!hasWords(state)) return queryInLayout2(text);
    const terms = queryBm25Terms(text);
    const { counts } = this.#cacheOf(state);
    const missing = terms.filter((term) => !counts.has(term));
    if (missing.length > 0) {
      const read = await wordCounts(points, 'bm25_terms', missing);
      for (const term of missing) counts.set(term, read.get(term) ?? 0);
    }
    const known = new Map(terms.map((term) => [term, counts.get(term) ?? 0]));
    return queryBm25Vector(terms, known, state.published.chunks);
  }

  #cacheOf(state: State): SnapshotCache {
    const id = snapshotId(statusFromState(state));
    if (this.#cache?.id === id) return this.#cache;
    this.#cache = {
      id,
      entries: new LRUCache({ max: CACHED_ENTRIES }),
      chunks: new LRUCache({ max: CACHED_CHUNKS }),
      counts: new LRUCache({ max: CACHED_COUNTS }),
    };
    return this.#cache;
  }
}

const RESULTS_SHAPE = z.array(
  z.looseObject({
    points: z.array(z.looseObject({ id: z.union([z.string(), z.number()]), score: z.number() })),
  }),
);

const STATE_REQUEST: Schemas['QueryRequest'] = {
  filter: { must: [{ has_id: [STATE_ID] }] },
  limit: 1,
  with_payload: STATUS_FIELDS,
};

/** @returns null if a chunk that was found is no longer there */
async function documentMatches(
  found: readonly Schemas['ScoredPoint'][],
  query: IndexQuery,
  points: PublishedPoints,
  cache: SnapshotCache,
): Promise<DocumentMatch[] | null> {
  const ranked = found.map(({ id, score, payload }) => {
    const { path, ordinal } = (payload as unknown as ChunkPayload).chunk;
    return { id: String(id), path, ordinal, score };
  });
  const groups = groupDocuments(ranked, query.limit, query.chunksPerDocument);
  const paths = groups.map(({ path }) => path);
  const ids = groups.flatMap((group) => group.chunks.map(({ id }) => id));
  const [entries, chunks] = await Promise.all([
    throughCache(cache.entries, paths, async (missing) =>
      (await points.entries(missing)).map((entry) => [entry.path, entry]),
    ),
    throughCache(cache.chunks, ids, async (missing) =>
      (await points.chunksWithIds(missing)).map(({ id, payload }) => [id, chunkFromRecord(payload.chunk)]),
    ),
  ]);
  if (chunks.size < ids.length) return null;
  return groups.flatMap(({ path, score, chunks: scored }) => {
    const document = entries.get(path);
    if (document === undefined) return [];
    return [
      {
        document,
        score,
        chunks: scored.flatMap(({ id, score }) => {
          const chunk = chunks.get(id);
          return chunk === undefined ? [] : [{ chunk, score }];
        }),
      },
    ];
  });
}

/** Returns values by their keys, reading those that are not cached. */
async function throughCache<V extends object>(
  cached: LRUCache<string, V>,
  keys: readonly string[],
  read: (missing: readonly string[]) => Promise<(readonly [key: string, value: V])[]>,
): Promise<Map<string, V>> {
  const values = new Map<string, V>();
  for (const key of keys) {
    const value = cached.get(key);
    if (value !== undefined) values.set(key, value);
  }
  const missing = keys.filter((key) => !values.has(key));
  if (missing.length === 0) return values;
  for (const [key, value] of await read(missing)) {
    cached.set(key, value);
    values.set(key, value);
  }
  return values;
}
