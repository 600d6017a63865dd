import type { Schemas } from '@qdrant/js-client-rest';
import type { Fingerprint } from '../../../shared/domain/fingerprint.ts';
import { visibleAt } from '../../../shared/index/qdrant/points.ts';
import { PublishedPoints, windows } from '../../../shared/index/qdrant/published-points.ts';
import type { QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import { OperationalError } from '../../../shared/operational-error.ts';
import type { StageBatch } from '../index-writer.ts';
import { applyAll, count, setPayload, upsert } from './qdrant-writes.ts';
import { chunkPoint, documentPoint, type Point, pointBatches } from './staged-points.ts';

type Condition = Schemas['Condition'];

/** Points or paths named in one request. */
const NAMED_AT_ONCE = 256;

export interface StagingPlace {
  readonly connection: QdrantConnection;
  /** The collection that is written to. */
  readonly collection: string;
  /** The sequence that is to be published. */
  readonly next: number;
  /** Whether what the collection shows at the moment stays, as far as it is not replaced. */
  readonly keeps: boolean;
  readonly fingerprint: Fingerprint;
}

/** What readers will see when the next sequence is published. */
export interface Totals {
  readonly documents: number;
  readonly chunks: number;
}

/**
 * Prepares the next sequence where no reader sees it: new points that are visible only from it on, and on those they
 * replace a mark until when they are.
 */
export class Staging {
  readonly #place: StagingPlace;
  readonly #live: PublishedPoints | null;
  /** Path of each staged document → chunks that came with it and chunks it had before and lost. */
  readonly #staged = new Map<string, { added: number; lost: number }>();
  #removedChunks = 0;

  constructor(place: StagingPlace) {
    this.#place = place;
    this.#live = place.keeps ? new PublishedPoints(place.connection, place.collection, place.next - 1) : null;
  }

  /** Stages documents with all their chunks; a document staged before is replaced. May be repeated. */
  async add({ documents: given, vectors }: StageBatch): Promise<void> {
    const { connection, collection, next } = this.#place;
    const byPath = new Map(given.map((prepared) => [prepared.document.path, prepared]));
    const [paths, documents] = [[...byPath.keys()], [...byPath.values()]];
    await this.#forget(paths.filter((path) => this.#staged.has(path)));
    const live = await this.#liveChunks(paths);
    const points: Point[] = [];
    const lost: string[] = [];
    for (const { document, chunks } of documents) {
      const before = live.get(document.path) ?? new Map<string, string>();
      const added = chunks.filter(({ id }) => !before.has(id));
      for (const { id } of chunks) before.delete(id);
      points.push(documentPoint(document, next));
      points.push(
        ...added.map((chunk) => chunkPoint(chunk, this.#vectorOf(chunk.contentHash, vectors), next)),
      );
      lost.push(...before.values());
      this.#staged.set(document.path, { added: added.length, lost: before.size });
    }
    for (const batch of pointBatches(points)) await upsert(connection, collection, batch);
    for (const ids of windows(lost, NAMED_AT_ONCE)) await this.#expire([{ has_id: [...ids] }], 'chunk');
    if (this.#live !== null) {
      for (const some of windows(paths, NAMED_AT_ONCE)) await this.#expire([atPaths(some)], 'document');
    }
  }

  /** Takes documents out, except those that are staged. */
  async remove(paths: readonly string[]): Promise<void> {
    if (this.#live === null) return;
    const { connection, collection, next } = this.#place;
    const removed = paths.filter((path) => !this.#staged.has(path));
    for (const some of windows(removed, NAMED_AT_ONCE)) {
      const { must, must_not } = visibleAt(next - 1, 'chunk');
      const filter = { must: [...must, atPaths(some)], must_not };
      this.#removedChunks += await count(connection, collection, filter);
      await this.#expire([atPaths(some)], 'chunk');
      await this.#expire([atPaths(some)], 'document');
    }
  }

  /**
   * Counts what has arrived.
   * @throws OperationalError `INDEX_STAGED_INCOMPLETE` when that is not what was sent
   */
  async verify(): Promise<Totals> {
    const { next } = this.#place;
    const entries = [...this.#staged.values()];
    const staged = { must: [{ key: 'since', range: { gte: next } }], must_not: [UNTIL_SET] };
    const marked = { must: [{ key: 'until', range: { gte: next } }] };
    const [documents, added, lost] = await Promise.all([
      this.#count('document', staged),
      this.#count('chunk', staged),
      this.#count('chunk', marked),
    ]);
    const sent = entries.reduce((sum, each) => sum + each.added, 0);
    const replaced = entries.reduce((sum, each) => sum + each.lost, this.#removedChunks);
    if (documents !== entries.length || added !== sent || lost !== replaced) {
      throw incomplete(
        `${documents} of ${entries.length} documents, ${added} of ${sent} chunks, ${lost} of ${replaced} marks`,
      );
    }
    const [allDocuments, allChunks] = await Promise.all([
      this.#count('document', visibleAt(next, 'document')),
      this.#count('chunk', visibleAt(next, 'chunk')),
    ]);
    return { documents: allDocuments, chunks: allChunks };
  }

  /** Which of these paths are documents once the next sequence is published. */
  async documentsAmong(paths: readonly string[]): Promise<Set<string>> {
    const { connection, collection, next } = this.#place;
    const points = new PublishedPoints(connection, collection, next);
    const found = new Set<string>();
    for (const some of windows(paths, NAMED_AT_ONCE)) {
      for (const path of await points.paths([atPaths(some)])) found.add(path);
    }
    return found;
  }

  async #forget(paths: readonly string[]): Promise<void> {
    const { connection, collection, next } = this.#place;
    for (const some of windows(paths, NAMED_AT_ONCE)) {
      const from = (key: string) => ({ must: [atPaths(some), { key, range: { gte: next } }] });
      await applyAll(connection, collection, [
        { delete: { filter: from('since') } },
        { delete_payload: { keys: ['until'], filter: from('until') } },
      ]);
    }
  }

  /** Path → chunk id → point id of what readers see now. */
  async #liveChunks(paths: readonly string[]): Promise<Map<string, Map<string, string>>> {
    const live = new Map<string, Map<string, string>>();
    if (this.#live === null) return live;
    for (const some of windows(paths, NAMED_AT_ONCE)) {
      for (const { id, payload } of await this.#live.chunks(some, ['path', 'chunk.id'])) {
        const chunks = live.get(payload.path) ?? new Map<string, string>();
        live.set(payload.path, chunks.set(payload.chunk.id, id));
      }
    }
    return live;
  }

  async #expire(which: Condition[], kind: 'chunk' | 'document'): Promise<void> {
    const { connection, collection, next } = this.#place;
    const { must, must_not } = visibleAt(next - 1, kind);
    await setPayload(connection, collection, { until: next }, { must: [...must, ...which], must_not });
  }

  async #count(
    kind: 'chunk' | 'document',
    { must, must_not }: { must?: Condition[]; must_not?: Condition[] },
  ) {
    const { connection, collection } = this.#place;
    const ofKind = { key: 'kind', match: { value: kind } };
    return count(connection, collection, { must: [ofKind, ...(must ?? [])], must_not: must_not ?? [] });
  }

  #vectorOf(hash: string, vectors: StageBatch['vectors']): Float32Array | undefined {
    const { model, dimensions } = this.#place.fingerprint;
    if (model === null) return undefined;
    const vector = vectors.get(hash);
    if (vector?.length === dimensions) return vector;
    throw new RangeError(
      `chunk ${hash} needs a vector of ${dimensions} floats, got ${vector?.length ?? 'none'}`,
    );
  }
}

const UNTIL_SET: Condition = { key: 'until', range: { gte: 0 } };

function atPaths(paths: readonly string[]): Condition {
  return { key: 'path', match: { any: [...paths] } };
}

function incomplete(found: string): OperationalError {
  return new OperationalError(
    'INDEX_STAGED_INCOMPLETE',
    `what was staged has not arrived whole (${found}), so it was not published.`,
    'Run again; look whether another program writes to this collection.',
  );
}
