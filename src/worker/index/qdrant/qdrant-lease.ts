import { type Clock, isoTime } from '../../../shared/clock.ts';
import type { Condition, Filter } from '../../../shared/index/qdrant/points.ts';
import type { QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import { readState, STATE_ID, type State } from '../../../shared/index/qdrant/qdrant-state.ts';
import { LEASE_MS, type LeaseHeld, leaseLost } from '../index-writer.ts';
import { setPayload } from './qdrant-writes.ts';

/**
 * The lease on an index in Qdrant, as one run sees it. It is kept in the state point. Qdrant checks the condition of a
 * write and applies the write in one step, but does not report whether the condition held: the state must be read after.
 */
export class QdrantLease {
  readonly #connection: QdrantConnection;
  readonly #owner: string;
  readonly #clock: Clock;
  /** Alias or collection whose state holds the lease. */
  #collection: string;

  constructor(connection: QdrantConnection, collection: string, owner: string, clock: Clock) {
    this.#connection = connection;
    this.#collection = collection;
    this.#owner = owner;
    this.#clock = clock;
  }

  /** Returns the run that holds the lease according to a state; null if it is free or has expired. */
  holder({ lease_owner, lease_until }: State): LeaseHeld | null {
    return lease_until > this.#clock() ? { heldBy: lease_owner, until: isoTime(lease_until) } : null;
  }

  /**
   * Takes the lease if it is free or has expired. It then stays in the generation that the alias led to.
   * @returns the state after it; null if another run was faster
   */
  async take(): Promise<State | null> {
    const now = this.#clock();
    await this.#write(this.#owner, now + LEASE_MS, stateIf({ key: 'lease_until', range: { lte: now } }));
    const state = await readState(this.#connection, this.#collection);
    if (state?.lease_owner !== this.#owner) return null;
    this.#collection = state.generation;
    return state;
  }

  /** Extends the lease, even if it has expired, unless another run has taken it. @returns the state after it */
  async renew(): Promise<State> {
    await this.#write(this.#owner, this.#clock() + LEASE_MS, this.whileOwned);
    return this.requireOwned(await readState(this.#connection, this.#collection));
  }

  /** @throws OperationalError `INDEX_LEASE_LOST` if, according to the state, another run has taken the lease */
  requireOwned(state: State | null): State {
    if (state?.lease_owner === this.#owner) return state;
    throw leaseLost(state?.lease_owner || undefined);
  }

  /** Matches the state point unless another run has taken the lease. */
  get whileOwned(): Filter & { must: Condition[] } {
    return stateIf({ key: 'lease_owner', match: { value: this.#owner } });
  }

  get collection(): string {
    return this.#collection;
  }

  /** Continues the lease in another collection, to whose state it has been copied. */
  moveTo(collection: string): void {
    this.#collection = collection;
  }

  async release(): Promise<void> {
    await this.#write('', 0, this.whileOwned);
  }

  async #write(owner: string, until: number, condition: Filter): Promise<void> {
    const fields: Pick<State, 'lease_owner' | 'lease_until'> = { lease_owner: owner, lease_until: until };
    await setPayload(this.#connection, this.#collection, fields, condition);
  }
}

function stateIf(condition: Condition): Filter & { must: Condition[] } {
  return { must: [{ has_id: [STATE_ID] }, condition] };
}
