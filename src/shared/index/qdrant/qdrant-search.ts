import type { Schemas } from '@qdrant/js-client-rest';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { chunkFromRecord } from '../../domain/chunk.ts';
import type { DocumentEntry } from '../../domain/document.ts';
import { snapshotId } from '../../domain/index-status.ts';
import { hasCode } from '../../operational-error.ts';
import type { DocumentMatch, IndexQuery } from '../index-reader.ts';
import { groupDocuments } from '../ranking.ts';
import { queryBm25Terms, queryBm25Vector } from './bm25-vectors.ts';
import { CHUNK_SHAPE } from './payload-shapes.ts';
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

/** How many document entries are cached; some 2 KB each. */
const CACHED_ENTRIES = 2_000;
/** How many terms' counts are cached; some 100 bytes each. */
const CACHED_COUNTS = 10_000;

/** Cached data of one snapshot. A search uses the same object to its end, even if something is published meanwhile. */
interface SnapshotCache {
  readonly id: string;
  readonly entries: LRUCache<string, DocumentEntry>;
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
  #cache: SnapshotCache | null = null;

  constructor(connection: QdrantConnection, alias: string) {
    this.#connection = connection;
    this.#alias = alias;
  }

  /** @param state what was published when last read */
  async search(state: State, query: IndexQuery, signal?: AbortSignal): Promise<SearchAttempt> {
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
        for (const { payload } of found) this.#connection.requireShape(CHUNK_SHAPE, payload);
      }
      const chunks = search?.combine(results.map((result) => result.points)) ?? [];
      const cached = this.#cacheOf(current).entries;
      return { matches: await documentMatches(chunks, query, points, cached), current };
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
      const read = await points.wordCounts('bm25_terms', missing);
      for (const term of missing) counts.set(term, read.get(term) ?? 0);
    }
    const known = new Map(terms.map((term) => [term, counts.get(term) ?? 0]));
    return queryBm25Vector(terms, known, state.published.chunks);
  }

  #cacheOf(state: State): SnapshotCache {
    const id = snapshotId(statusFromState(state));
    if (this.#cache?.id === id) return this.#cache;
    const entries = new LRUCache<string, DocumentEntry>({ max: CACHED_ENTRIES });
    this.#cache = { id, entries, counts: new LRUCache<string, number>({ max: CACHED_COUNTS }) };
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

async function documentMatches(
  chunks: readonly Schemas['ScoredPoint'][],
  query: IndexQuery,
  points: PublishedPoints,
  cached: SnapshotCache['entries'],
): Promise<DocumentMatch[]> {
  const ranked = chunks.map(({ score, payload }) => {
    const chunk = chunkFromRecord((payload as unknown as ChunkPayload).chunk);
    return { chunk, path: chunk.path, ordinal: chunk.ordinal, score };
  });
  const groups = groupDocuments(ranked, query.limit, query.chunksPerDocument);
  const paths = groups.map(({ path }) => path);
  const entries = await entriesAt(paths, points, cached);
  return groups.flatMap(({ path, score, chunks }) => {
    const document = entries.get(path);
    if (document === undefined) return [];
    return [{ document, score, chunks: chunks.map(({ chunk, score }) => ({ chunk, score })) }];
  });
}

/** Returns the entries of the documents at some paths, requesting those that are not cached. */
async function entriesAt(
  paths: readonly string[],
  points: PublishedPoints,
  cached: SnapshotCache['entries'],
): Promise<Map<string, DocumentEntry>> {
  const entries = new Map<string, DocumentEntry>();
  for (const path of paths) {
    const entry = cached.get(path);
    if (entry !== undefined) entries.set(path, entry);
  }
  const missing = paths.filter((path) => !entries.has(path));
  if (missing.length === 0) return entries;
  for (const entry of await points.entries(missing)) {
    cached.set(entry.path, entry);
    entries.set(entry.path, entry);
  }
  return entries;
}
