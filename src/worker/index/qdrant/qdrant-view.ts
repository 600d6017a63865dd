import type { Manifest } from '../../../shared/domain/change.ts';
import { chunkFromRecord } from '../../../shared/domain/chunk.ts';
import type { HistoryPositions } from '../../../shared/domain/history.ts';
import {
  EMPTY_STATUS,
  type Fingerprint,
  type IndexStatus,
  sameDocumentVectors,
} from '../../../shared/domain/index-status.ts';
import type { OutdatedMentions } from '../../../shared/drift/outdated-mentions.ts';
import { type ChunkPayload, DENSE_VECTOR } from '../../../shared/index/qdrant/points.ts';
import { PublishedPoints } from '../../../shared/index/qdrant/published-points.ts';
import type { QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import { hasCurrentPoints, type State, statusFromState } from '../../../shared/index/qdrant/qdrant-state.ts';
import { scrollPoints } from '../../../shared/index/qdrant/scroll-points.ts';
import { slices } from '../../../shared/slices.ts';
import type { PreparedDocument } from '../../prepare/prepared-document.ts';
import { needsRebuild } from '../after-publish.ts';
import {
  type BeginOptions,
  EXPIRED_VECTORS_KEPT,
  type IndexView,
  type PublishedChunk,
} from '../index-writer.ts';
import type { Generation } from './generations.ts';

/** How many vectors are read in one request: each is some 30 KB of JSON. */
const VECTORS_PER_REQUEST = 64;
/** The most that a number of a vector takes in JSON, in bytes. */
const NUMBER_BYTES = 32;

/** The published generation, read over the writer's connection. */
export class QdrantView implements IndexView {
  readonly status: IndexStatus;
  readonly rebuild: boolean;
  readonly #connection: QdrantConnection;
  /** null if there is no index. */
  readonly #published: PublishedPoints | null;
  readonly #positions: HistoryPositions;
  readonly #outdated: State['outdated_names'];
  readonly #fingerprint: Fingerprint;
  readonly #generations: () => Promise<readonly Generation[]>;

  /** @param generations returns those whose vectors can be reused; called when vectors are first needed */
  constructor(
    connection: QdrantConnection,
    state: State | null,
    options: Pick<BeginOptions, 'fingerprint' | 'rebuild'>,
    generations: () => Promise<readonly Generation[]>,
  ) {
    this.status = state === null ? EMPTY_STATUS : statusFromState(state);
    this.rebuild = needsRebuild(this.status, options) || (state !== null && !hasCurrentPoints(state));
    this.#connection = connection;
    this.#published = state === null ? null : new PublishedPoints(connection, state);
    this.#positions = state?.history_positions ?? {};
    this.#outdated = state?.outdated_names;
    this.#fingerprint = options.fingerprint;
    this.#generations = generations;
  }

  async manifest(): Promise<Manifest> {
    const documents = (await this.#published?.list()) ?? [];
    const byPath = documents.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    return new Map(byPath.map(({ path, blob }) => [path, blob]));
  }

  async publishedChunks(paths: readonly string[]): Promise<ReadonlyMap<string, readonly PublishedChunk[]>> {
    const live = new Map<string, PublishedChunk[]>();
    if (this.rebuild || this.#published === null) return live;
    const fields = ['path', 'content_hash', 'chunk.id', 'chunk.ordinal'];
    const points = await this.#published.chunks(paths, fields);
    for (const { payload } of points.sort((a, b) => a.payload.chunk.ordinal - b.payload.chunk.ordinal)) {
      const chunks = live.get(payload.path) ?? [];
      chunks.push({ id: payload.chunk.id, contentHash: payload.content_hash });
      live.set(payload.path, chunks);
    }
    return live;
  }

  async contents(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const documents = (await this.#published?.documents(paths)) ?? [];
    return new Map(documents.map(({ path, content }) => [path, content]));
  }

  async documents(paths: readonly string[]): Promise<readonly PreparedDocument[]> {
    if (this.#published === null || paths.length === 0) return [];
    const chunks = await this.#published.chunks(paths, ['chunk']);
    const byPath = Map.groupBy(
      chunks.map(({ payload }) => chunkFromRecord(payload.chunk)).sort((a, b) => a.ordinal - b.ordinal),
      ({ path }) => path,
    );
    const documents = await this.#published.documents(paths);
    return documents.map((document) => ({ document, chunks: byPath.get(document.path) ?? [] }));
  }

  async outdatedNames(): Promise<OutdatedMentions | null> {
    return this.#outdated === undefined ? null : new Map(this.#outdated);
  }

  async summaries(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const entries = (await this.#published?.entries(paths)) ?? [];
    return new Map(entries.map(({ path, summary }) => [path, summary]));
  }

  async vectors(contentHashes: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> {
    const vectors = new Map<string, Float32Array>();
    if (this.#fingerprint.model === null || contentHashes.length === 0) return vectors;
    for (const { name, fingerprint } of await this.#generations()) {
      if (fingerprint === null || !sameDocumentVectors(fingerprint, this.#fingerprint)) continue;
      const missing = contentHashes.filter((hash) => !vectors.has(hash));
      for (const hashes of slices(missing, VECTORS_PER_REQUEST)) {
        for (const [hash, vector] of await this.#readVectors(name, hashes)) vectors.set(hash, vector);
      }
    }
    return vectors;
  }

  async historyPositions(): Promise<HistoryPositions> {
    return this.#positions;
  }

  async #readVectors(
    collection: string,
    contentHashes: readonly string[],
  ): Promise<Map<string, Float32Array>> {
    const request = {
      filter: {
        must: [
          { key: 'kind', match: { value: 'chunk' } },
          { key: 'content_hash', match: { any: [...contentHashes] } },
        ],
        must_not: [{ key: 'until', range: { lte: this.status.sequence - EXPIRED_VECTORS_KEPT } }],
      },
      limit: VECTORS_PER_REQUEST,
      payload: ['content_hash'],
      vectors: [DENSE_VECTOR],
      maxBytes: VECTORS_PER_REQUEST * (1_024 + NUMBER_BYTES * (this.#fingerprint.dimensions ?? 0)),
    };
    const vectors = new Map<string, Float32Array>();
    for await (const { payload, vector } of scrollPoints(this.#connection, collection, request)) {
      const numbers = (vector as Record<string, number[]> | undefined)?.[DENSE_VECTOR];
      if (numbers === undefined) continue;
      vectors.set((payload as unknown as ChunkPayload).content_hash, Float32Array.from(numbers));
    }
    return vectors;
  }
}
