import type { Manifest } from '../../../shared/domain/change.ts';
import { type Fingerprint, sameFingerprint, sameVectors } from '../../../shared/domain/fingerprint.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../../shared/domain/index-status.ts';
import { type ChunkPayload, DENSE } from '../../../shared/index/qdrant/points.ts';
import { PublishedPoints, scrollPoints, windows } from '../../../shared/index/qdrant/published-points.ts';
import type { QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import { type State, statusOf } from '../../../shared/index/qdrant/qdrant-state.ts';
import { type BeginOptions, EXPIRED_VECTORS_KEPT, type IndexView, type LiveChunk } from '../index-writer.ts';
import type { Generation } from './generations.ts';

/** Paths or hashes named in one request, and documents whose contents are asked for in one. */
const NAMED_AT_ONCE = 256;
const CONTENTS_AT_ONCE = 16;
/** A vector is some 30 KB of JSON. */
const VECTORS_AT_ONCE = 64;

/** Whether nothing of what is published can stay as it is. */
export function needsRebuild(
  published: Fingerprint | null,
  { fingerprint, rebuild }: Pick<BeginOptions, 'fingerprint' | 'rebuild'>,
): boolean {
  return rebuild || published === null || !sameFingerprint(published, fingerprint);
}

/** The published generation as a sync compares against it. */
export class QdrantView implements IndexView {
  readonly status: IndexStatus;
  readonly rebuild: boolean;
  readonly #connection: QdrantConnection;
  readonly #published: PublishedPoints | null;
  readonly #fingerprint: Fingerprint;
  readonly #generations: () => Promise<readonly Generation[]>;

  /** @param generations those there are, whose vectors may be used again; asked for when first needed */
  constructor(
    connection: QdrantConnection,
    state: State | null,
    { fingerprint, rebuild }: Pick<BeginOptions, 'fingerprint' | 'rebuild'>,
    generations: () => Promise<readonly Generation[]>,
  ) {
    this.status = state === null ? EMPTY_STATUS : statusOf(state);
    this.rebuild = needsRebuild(this.status.fingerprint, { fingerprint, rebuild });
    this.#connection = connection;
    this.#published =
      state === null ? null : new PublishedPoints(connection, state.generation, state.sequence);
    this.#fingerprint = fingerprint;
    this.#generations = generations;
  }

  async manifest(): Promise<Manifest> {
    const blobs = (await this.#published?.blobs()) ?? [];
    return new Map(blobs.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  async liveChunks(paths: readonly string[]): Promise<ReadonlyMap<string, readonly LiveChunk[]>> {
    const live = new Map<string, LiveChunk[]>();
    if (this.rebuild || this.#published === null) return live;
    for (const some of windows(paths, NAMED_AT_ONCE)) {
      const points = await this.#published.chunks(some, [
        'path',
        'content_hash',
        'chunk.id',
        'chunk.ordinal',
      ]);
      for (const { payload } of points.sort((a, b) => a.payload.chunk.ordinal - b.payload.chunk.ordinal)) {
        const chunks = live.get(payload.path) ?? [];
        chunks.push({ id: payload.chunk.id, contentHash: payload.content_hash });
        live.set(payload.path, chunks);
      }
    }
    return live;
  }

  async contents(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const contents = new Map<string, string>();
    for (const some of windows(paths, CONTENTS_AT_ONCE)) {
      const documents = (await this.#published?.documents(some)) ?? [];
      for (const { path, content } of documents) contents.set(path, content);
    }
    return contents;
  }

  async summaries(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const summaries = new Map<string, string>();
    for (const some of windows(paths, NAMED_AT_ONCE)) {
      const entries = (await this.#published?.entries(some)) ?? [];
      for (const { path, summary } of entries) summaries.set(path, summary);
    }
    return summaries;
  }

  async vectors(contentHashes: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> {
    const vectors = new Map<string, Float32Array>();
    if (this.#fingerprint.model === null || contentHashes.length === 0) return vectors;
    for (const { name, fingerprint } of await this.#generations()) {
      if (fingerprint === null || !sameVectors(fingerprint, this.#fingerprint)) continue;
      const missing = contentHashes.filter((hash) => !vectors.has(hash));
      for (const some of windows(missing, VECTORS_AT_ONCE)) await this.#readVectors(name, some, vectors);
    }
    return vectors;
  }

  async #readVectors(
    collection: string,
    contentHashes: readonly string[],
    into: Map<string, Float32Array>,
  ): Promise<void> {
    const page = {
      filter: {
        must: [
          { key: 'kind', match: { value: 'chunk' } },
          { key: 'content_hash', match: { any: [...contentHashes] } },
        ],
        must_not: [{ key: 'until', range: { lte: this.status.sequence - EXPIRED_VECTORS_KEPT } }],
      },
      limit: VECTORS_AT_ONCE,
      payload: ['content_hash'],
      vectors: [DENSE],
    };
    for await (const { payload, vector } of scrollPoints(this.#connection, collection, page)) {
      const numbers = (vector as Record<string, number[]> | undefined)?.[DENSE];
      if (numbers === undefined) continue;
      into.set((payload as unknown as ChunkPayload).content_hash, Float32Array.from(numbers));
    }
  }
}
