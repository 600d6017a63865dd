import { type Condition, type PointKind, visibleAt } from '../../../shared/index/qdrant/points.ts';
import { VALUES_PER_FILTER } from '../../../shared/index/qdrant/published-points.ts';
import type { QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import { OperationalError } from '../../../shared/operational-error.ts';
import { slices } from '../../../shared/slices.ts';
import { countPoints, setPayload, upsert } from './qdrant-writes.ts';
import { pointBatches } from './staged-points.ts';
import type { WordPoints } from './staged-words.ts';

/** Where a sequence is staged. */
export interface StagedSequence {
  readonly connection: QdrantConnection;
  /** The collection to write to. */
  readonly collection: string;
  /** The sequence to be published. */
  readonly sequence: number;
}

/** Writes the points with which one sequence differs from the one before. */
export class SequenceWrites {
  readonly #options: StagedSequence;

  constructor(options: StagedSequence) {
    this.#options = options;
  }

  /**
   * Stages points of a kind, ends the visibility of those they replace, and counts both.
   * @throws OperationalError `INDEX_STAGED_INCOMPLETE` if something has not been stored
   */
  async replace(kind: PointKind, { points, replaced }: WordPoints): Promise<void> {
    const { connection, collection, sequence } = this.#options;
    let sent = 0;
    for (const batch of pointBatches(points)) {
      await upsert(connection, collection, batch);
      sent += batch.length;
    }
    for (const ids of slices(replaced, VALUES_PER_FILTER)) await this.expire(kind, { has_id: [...ids] });
    const [stored, expired] = await Promise.all([
      this.count(kind, { must: [{ key: 'since', range: { gte: sequence } }] }),
      this.count(kind, { must: [{ key: 'until', range: { gte: sequence } }] }),
    ]);
    if (stored !== sent || expired !== replaced.length) {
      throw incomplete(`${stored} of ${sent} and ${expired} of ${replaced.length} points of kind ${kind}`);
    }
  }

  /** Ends the visibility of published points with the staged sequence. */
  async expire(kind: PointKind, which: Condition): Promise<void> {
    const { connection, collection, sequence } = this.#options;
    const { must, must_not } = visibleAt(sequence - 1, kind);
    await setPayload(connection, collection, { until: sequence }, { must: [...must, which], must_not });
  }

  /** Returns how many points of a kind match. */
  async count(
    kind: PointKind,
    { must, must_not = [] }: { must: Condition[]; must_not?: Condition[] },
  ): Promise<number> {
    const { connection, collection } = this.#options;
    const ofKind = { key: 'kind', match: { value: kind } };
    return countPoints(connection, collection, { must: [ofKind, ...must], must_not });
  }
}

/** @param found what is stored and what was sent */
export function incomplete(found: string): OperationalError {
  return new OperationalError(
    'INDEX_STAGED_INCOMPLETE',
    `Qdrant has not stored everything that was staged (${found}), so it was not published.`,
    'Run again. If it happens again, check whether another program writes to this collection.',
  );
}
