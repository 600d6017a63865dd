import { isDeepStrictEqual } from 'node:util';
import { type Clock, type Delay, isoTime } from '../../../shared/clock.ts';
import type { Condition, Filter } from '../../../shared/index/qdrant/points.ts';
import type { QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import { readState, STATE_ID, type State } from '../../../shared/index/qdrant/qdrant-state.ts';
import { LEASE_MS, type LeaseHeld, leaseLost } from '../index-writer.ts';
import { setPayload, upsert } from './qdrant-writes.ts';
import { readAgreedState, readStateCopies } from './state-copies.ts';

export interface LeaseOptions {
  readonly connection: QdrantConnection;
  /** Alias or collection whose state holds the lease. */
  readonly collection: string;
  /** The run. */
  readonly owner: string;
  readonly clock: Clock;
  readonly delay: Delay;
  /** Whether a run that holds the lease is known to have ended. */
  readonly ownerIsGone: (owner: string) => boolean;
}

/** The copies of the lease may differ while a write reaches them. */
const REREADS = 5;
const REREAD_WAIT_MS = 100;

/**
 * The lease on an index in Qdrant, as one run sees it. It is kept in the state point. Qdrant checks the condition of a
 * write and applies the write in one step, in each copy of the point, but does not report whether the condition held: the
 * lease is a run's if more than half of the copies say so afterwards.
 */
export class QdrantLease {
  readonly #options: LeaseOptions;
  #collection: string;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#collection = options.collection;
  }

  /**
   * Returns the run that holds the lease; null if it is free, has expired or its run is gone.
   * @param copies of the state: one where all are the same
   */
  holder(copies: readonly State[]): LeaseHeld | null {
    const { clock } = this.#options;
    const isGone = this.#goneAfter(copies);
    const held = copies.find(({ lease_owner, lease_until }) => lease_until > clock() && !isGone(lease_owner));
    return held === undefined ? null : { heldBy: held.lease_owner, until: isoTime(held.lease_until) };
  }

  /**
   * Takes the lease if it is free, has expired or its run is gone. It then stays in the generation that the alias led to,
   * and all copies of the state are the same.
   * @param copies of the state, as they were read before
   * @returns the state after it; null if another run was faster
   */
  async take(copies: readonly State[]): Promise<State | null> {
    const { owner, clock } = this.#options;
    const now = clock();
    const gone = new Set(copies.map(({ lease_owner }) => lease_owner).filter(this.#goneAfter(copies)));
    const canBeTaken: Condition[] = [
      { key: 'lease_until', range: { lte: now } },
      ...[...gone].map((value) => ({ key: 'lease_owner', match: { value } })),
    ];
    await this.#write(owner, now + LEASE_MS, stateIf({ should: canBeTaken }));
    const state = await this.#settledState();
    if (state?.lease_owner === owner) {
      this.#collection = state.generation;
      return state;
    }
    // Some of the copies may have been free. This run goes on, so it does not say that it has ended.
    await this.#write('', 0, this.whileOwned);
    return null;
  }

  /**
   * Extends the lease, even if it has expired, unless another run has taken it.
   * @returns the state after it
   * @throws OperationalError `INDEX_LEASE_LOST` if another run has taken it
   */
  async renew(): Promise<State> {
    const { owner, clock } = this.#options;
    await this.#write(owner, clock() + LEASE_MS, this.whileOwned);
    return this.ownedState();
  }

  /**
   * Returns the state.
   * @param collection to read it from, if not from where the lease is
   * @throws OperationalError `INDEX_LEASE_LOST` if another run has taken the lease
   */
  async ownedState(collection = this.#collection): Promise<State> {
    const { connection, owner } = this.#options;
    let state = await readAgreedState(connection, collection);
    if (state === 'differ') {
      // They may differ in what other runs record at any time; they must agree on the lease.
      const isOwned = await this.#isOwned(collection);
      state = isOwned ? await readState(connection, collection) : null;
    }
    if (state?.lease_owner === owner) return state;
    throw leaseLost(state?.lease_owner || undefined);
  }

  /** Matches the state point unless another run has taken the lease. */
  get whileOwned(): Filter & { must: Condition[] } {
    return stateIf({ key: 'lease_owner', match: { value: this.#options.owner } });
  }

  get collection(): string {
    return this.#collection;
  }

  /** Continues the lease in another collection, to whose state it has been copied. */
  moveTo(collection: string): void {
    this.#collection = collection;
  }

  /** Releases the lease for good: the run must have ended. */
  async release(): Promise<void> {
    await this.#write('', 0, this.whileOwned, this.#options.owner);
  }

  /**
   * Whether a run has ended. Where nodes were lost, its release may have reached only one of the copies: the others still
   * say that it holds the lease.
   */
  #goneAfter(copies: readonly State[]): (owner: string) => boolean {
    const released = copies.length > 1 ? copies.map(({ lease_released }) => lease_released) : [];
    return (owner) => owner !== '' && (released.includes(owner) || this.#options.ownerIsGone(owner));
  }

  /** Whether more than half of the copies say that the lease is this run's. */
  async #isOwned(collection = this.#collection): Promise<boolean> {
    const { connection, owner, delay } = this.#options;
    const fields = ['kind', 'layout', 'lease_owner', 'lease_until'];
    for (let reads = 0; reads < REREADS; reads += 1) {
      if (reads > 0) await delay(REREAD_WAIT_MS);
      const state = await readAgreedState(connection, collection, fields);
      if (state !== 'differ') return state?.lease_owner === owner;
    }
    return false;
  }

  /**
   * Returns the state once all copies that can be read are the same. A write that failed when nodes were lost may have
   * reached only some of them: then the newest one is written to all. Otherwise readers of one copy would still see its
   * sequence as published while the points of another one with that number are staged.
   * @returns null if the copies do not agree that the lease is this run's
   */
  async #settledState(): Promise<State | null> {
    const { connection, owner, delay } = this.#options;
    let copies: State[] = [];
    for (let reads = 0; reads < REREADS; reads += 1) {
      if (reads > 0) await delay(REREAD_WAIT_MS);
      const state = await readAgreedState(connection, this.#collection);
      const isOwned = state === 'differ' ? await this.#isOwned() : state?.lease_owner === owner;
      if (!isOwned) return null;
      copies = await readStateCopies(connection, this.#collection);
      if (state !== 'differ' && copies.every((copy) => isDeepStrictEqual(copy, state))) return state;
    }
    const [newest] = copies.sort((a, b) => b.sequence - a.sequence);
    if (newest === undefined) return null;
    const { lease_owner, lease_until } = await this.ownedState();
    const payload: State = { ...newest, lease_owner, lease_until, lease_released: '' };
    const point = { id: STATE_ID, vector: {}, payload: { ...payload } };
    await upsert(connection, this.#collection, [point], this.whileOwned);
    return this.ownedState();
  }

  async #write(owner: string, until: number, condition: Filter, released = ''): Promise<void> {
    const fields: Pick<State, 'lease_owner' | 'lease_until' | 'lease_released'> = {
      lease_owner: owner,
      lease_until: until,
      lease_released: released,
    };
    await setPayload(this.#options.connection, this.#collection, fields, condition);
  }
}

function stateIf(condition: Condition): Filter & { must: Condition[] } {
  return { must: [{ has_id: [STATE_ID] }, condition] };
}
