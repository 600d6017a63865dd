import { isDeepStrictEqual } from 'node:util';
import { type Chunk, chunkFromRecord } from '../../../shared/domain/chunk.ts';
import { entryFromRecord, type ListedDocument, listedDocument } from '../../../shared/domain/document.ts';
import type { Fingerprint } from '../../../shared/domain/index-status.ts';
import { bm25TermsOf } from '../../../shared/index/qdrant/bm25-vectors.ts';
import {
  atPaths,
  type ChunkPayload,
  type Condition,
  visibleAt,
} from '../../../shared/index/qdrant/points.ts';
import {
  PublishedPoints,
  type StoredPoint,
  VALUES_PER_FILTER,
} from '../../../shared/index/qdrant/published-points.ts';
import { slices } from '../../../shared/slices.ts';
import { listPagesAfter } from '../after-publish.ts';
import type { Publication, StageBatch } from '../index-writer.ts';
import { applyAll, upsert } from './qdrant-writes.ts';
import { incomplete, SequenceWrites, type StagedSequence } from './sequence-writes.ts';
import { chunkPoint, documentPoint, listPagePoint, type Point, pointBatches } from './staged-points.ts';
import { type CountedChunk, StagedWords } from './staged-words.ts';

export interface StagingOptions extends StagedSequence {
  /** Whether what the collection has published stays, unless it is replaced. */
  readonly keepsPublished: boolean;
  readonly fingerprint: Fingerprint;
}

/** What readers will see of the staged sequence. */
export interface Totals {
  readonly documents: number;
  readonly chunks: number;
}

/**
 * Stages the next sequence where no reader sees it: writes new points that become visible with it, and marks the points
 * they replace as visible only until then.
 */
export class QdrantStaging {
  readonly #options: StagingOptions;
  /** What is published in the collection; null if nothing of it stays. */
  readonly #live: PublishedPoints | null;
  /** Path of each staged document → what the list has of it, and how many chunks it gains and loses. */
  readonly #staged = new Map<string, { listed: ListedDocument; added: number; lost: number }>();
  readonly #writes: SequenceWrites;
  readonly #words = new StagedWords();
  #removedChunks = 0;

  constructor(options: StagingOptions) {
    const { connection, collection, sequence, keepsPublished } = options;
    const published = { generation: collection, sequence: sequence - 1 };
    this.#options = options;
    this.#writes = new SequenceWrites(options);
    this.#live = keepsPublished ? new PublishedPoints(connection, published) : null;
  }

  /** Stages documents with all their chunks, replacing what was staged of them before. May be repeated. */
  async add({ documents: given, vectors }: StageBatch): Promise<void> {
    const { connection, collection, sequence } = this.#options;
    const documents = new Map(given.map((prepared) => [prepared.document.path, prepared]));
    const paths = [...documents.keys()];
    await this.#discard(paths.filter((path) => this.#staged.has(path)));
    const live = await this.#publishedChunks(paths);
    const points: Point[] = [];
    const lostIds: string[] = [];
    for (const [path, { document, chunks }] of documents) {
      const lost = live.get(path) ?? new Map<string, LivePoint>();
      const added = chunks.filter(({ id }) => !lost.has(id));
      for (const { id } of chunks) lost.delete(id);
      points.push(documentPoint(document, sequence));
      for (const chunk of added) {
        const vector = this.#vectorOf(chunk.contentHash, vectors);
        const bm25 = bm25TermsOf(chunk);
        points.push(chunkPoint({ chunk, bm25, language: document.language, vector }, sequence));
        this.#words.add([chunk, bm25]);
      }
      for (const { id, payload } of lost.values()) {
        lostIds.push(id);
        this.#words.remove(counted(payload.chunk));
      }
      this.#staged.set(path, {
        listed: listedDocument(entryFromRecord(document)),
        added: added.length,
        lost: lost.size,
      });
    }
    for (const batch of pointBatches(points)) await upsert(connection, collection, batch);
    for (const ids of slices(lostIds, VALUES_PER_FILTER))
      await this.#writes.expire('chunk', { has_id: [...ids] });
    if (this.#live === null) return;
    for (const some of slices(paths, VALUES_PER_FILTER)) await this.#writes.expire('document', atPaths(some));
  }

  /** Removes published documents, except those that are staged. */
  async remove(paths: readonly string[]): Promise<void> {
    if (this.#live === null) return;
    const removed = paths.filter((path) => !this.#staged.has(path));
    for (const some of slices(removed, VALUES_PER_FILTER)) {
      const chunks = await this.#live.chunks(some, ['chunk']);
      for (const { payload } of chunks) this.#words.remove(counted(payload.chunk));
      this.#removedChunks += chunks.length;
      await this.#writes.expire('chunk', atPaths(some));
      await this.#writes.expire('document', atPaths(some));
    }
  }

  /**
   * Stages the pages of the list of documents that differ from the published ones. The documents must have been staged.
   * @throws OperationalError `INDEX_STAGED_INCOMPLETE` if a page has not been stored
   */
  async list({ sources, removed }: Pick<Publication, 'sources' | 'removed'>): Promise<void> {
    const { sequence } = this.#options;
    const published = (await this.#live?.listPages()) ?? [];
    const before = published.flatMap(({ payload }) => payload.documents);
    const staged = [...this.#staged.values()].map(({ listed }) => listed);
    const pages = listPagesAfter(before, { staged, removed, sources });
    const isPublished = (page: number) => isDeepStrictEqual(published[page]?.payload.documents, pages[page]);
    const points = pages.flatMap((documents, page) =>
      isPublished(page) ? [] : [listPagePoint(page, documents, sequence)],
    );
    const replaced = published.flatMap(({ id }, page) => (isPublished(page) ? [] : [id]));
    await this.#writes.replace('list', { points, replaced });
  }

  /**
   * Stages the terms and names whose numbers of chunks change. All documents must have been staged and removed.
   * @throws OperationalError `INDEX_STAGED_INCOMPLETE` if something has not been stored
   */
  async words(): Promise<void> {
    const { sequence } = this.#options;
    await this.#writes.replace('words', await this.#words.buckets(this.#live, sequence));
    await this.#writes.replace('name', await this.#words.names(this.#live, sequence));
  }

  /**
   * Checks by counting that everything sent has been stored.
   * @throws OperationalError `INDEX_STAGED_INCOMPLETE` otherwise
   */
  async verify(): Promise<Totals> {
    const { sequence } = this.#options;
    const sent = [...this.#staged.values()];
    const staged = { must: [{ key: 'since', range: { gte: sequence } }], must_not: [IS_EXPIRED] };
    const marked = { must: [{ key: 'until', range: { gte: sequence } }] };
    const [documents, added, lost] = await Promise.all([
      this.#writes.count('document', staged),
      this.#writes.count('chunk', staged),
      this.#writes.count('chunk', marked),
    ]);
    const allAdded = sent.reduce((sum, each) => sum + each.added, 0);
    const allLost = sent.reduce((sum, each) => sum + each.lost, this.#removedChunks);
    if (documents !== sent.length || added !== allAdded || lost !== allLost) {
      throw incomplete(
        `${documents} of ${sent.length} documents, ${added} of ${allAdded} chunks, ${lost} of ${allLost} removals`,
      );
    }
    const [totalDocuments, totalChunks] = await Promise.all([
      this.#writes.count('document', visibleAt(sequence, 'document')),
      this.#writes.count('chunk', visibleAt(sequence, 'chunk')),
    ]);
    return { documents: totalDocuments, chunks: totalChunks };
  }

  /** Returns those of the paths that are documents in the staged sequence. */
  async documentsAmong(paths: readonly string[]): Promise<Set<string>> {
    const { connection, collection, sequence } = this.#options;
    const points = new PublishedPoints(connection, { generation: collection, sequence });
    return new Set(await points.documentPaths({ paths }));
  }

  /** Discards what is staged of some documents. */
  async #discard(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    const { connection, collection, sequence } = this.#options;
    const staged = new PublishedPoints(connection, { generation: collection, sequence });
    const before = byId((await this.#live?.chunks(paths, ['chunk'])) ?? []);
    const after = byId(await staged.chunks(paths, ['chunk']));
    for (const [id, chunk] of after) if (!before.has(id)) this.#words.remove(counted(chunk));
    for (const [id, chunk] of before) if (!after.has(id)) this.#words.add(counted(chunk));
    for (const some of slices(paths, VALUES_PER_FILTER)) {
      const from = (key: string) => ({ must: [atPaths(some), { key, range: { gte: sequence } }] });
      await applyAll(connection, collection, [
        { delete: { filter: from('since') } },
        { delete_payload: { keys: ['until'], filter: from('until') } },
      ]);
    }
  }

  /** Returns the published chunks of some documents: path → chunk id → point. */
  async #publishedChunks(paths: readonly string[]): Promise<Map<string, Map<string, LivePoint>>> {
    const live = new Map<string, Map<string, LivePoint>>();
    for (const point of (await this.#live?.chunks(paths, ['path', 'chunk'])) ?? []) {
      const { path, chunk } = point.payload;
      live.set(path, (live.get(path) ?? new Map<string, LivePoint>()).set(chunk.id, point));
    }
    return live;
  }

  #vectorOf(hash: string, vectors: StageBatch['vectors']): Float32Array | undefined {
    const { model, dimensions } = this.#options.fingerprint;
    if (model === null) return undefined;
    const vector = vectors.get(hash);
    if (vector?.length === dimensions) return vector;
    throw new RangeError(
      `chunk ${hash} needs a vector of ${dimensions} floats, got ${vector?.length ?? 'none'}`,
    );
  }
}

type LivePoint = StoredPoint<ChunkPayload>;

function byId(points: readonly LivePoint[]): Map<string, Chunk> {
  return new Map(points.map(({ id, payload }) => [id, payload.chunk]));
}

function counted(record: Chunk): CountedChunk {
  const chunk = chunkFromRecord(record);
  return [chunk, bm25TermsOf(chunk)];
}

const IS_EXPIRED: Condition = { key: 'until', range: { gte: 0 } };
