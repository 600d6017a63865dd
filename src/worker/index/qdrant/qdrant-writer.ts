import type { Fingerprint } from '../../../shared/domain/fingerprint.ts';
import type { RunRecord, SourceCheck } from '../../../shared/domain/run.ts';
import { OperationalError } from '../../../shared/errors/operational-error.ts';
import { QdrantConnection, type QdrantOptions } from '../../../shared/index/qdrant/qdrant-connection.ts';
import { readState } from '../../../shared/index/qdrant/read-state.ts';
import { STATE_ID, type State, stateFields, statusOf } from '../../../shared/index/qdrant/state.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { BeginOptions, IndexSession, IndexView, IndexWriter, LeaseHeld } from '../index-writer.ts';
import { statusAfterRun } from '../next-status.ts';
import { refuseOtherSource } from '../other-source.ts';
import { stateOrFounded } from './found-index.ts';
import { listGenerations } from './generations.ts';
import { openSessionPlace } from './open-session-place.ts';
import { leaseHeld, releaseLease, tryLease } from './qdrant-lease.ts';
import { QdrantSession } from './qdrant-session.ts';
import { QdrantView } from './qdrant-view.ts';
import { setPayload } from './qdrant-writes.ts';
import type { StorageOptions } from './storage-profile.ts';

/** How often the lease is asked for when another run came first and is gone again. */
const MAX_TRIES = 5;

const RETRIES = { attempts: 5, firstWaitMs: 500, longestWaitMs: 30_000 };

/** Writes the index in Qdrant, which is created by the first write. */
export class QdrantWriter implements IndexWriter {
  readonly #connection: QdrantConnection;
  readonly #alias: string;
  readonly #storage: StorageOptions;
  readonly #clock: Clock;

  /** Touches nothing yet. */
  constructor(options: QdrantOptions & { readonly storage: StorageOptions }) {
    this.#connection = new QdrantConnection(options, RETRIES);
    this.#alias = options.alias;
    this.#storage = options.storage;
    this.#clock = options.clock;
  }

  async inspect(options: Omit<BeginOptions, 'owner'>): Promise<IndexView> {
    const state = await readState(this.#connection, this.#alias);
    if (state !== null) refuseOtherSource(statusOf(state), options);
    return new QdrantView(this.#connection, state, options, () =>
      listGenerations(this.#connection, this.#alias),
    );
  }

  async begin(options: BeginOptions): Promise<{ readonly session: IndexSession } | LeaseHeld> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const state = await this.#state(options.fingerprint);
      const held = leaseHeld(state, this.#clock());
      if (held !== null) return held;
      refuseOtherSource(statusOf(state), options);
      await tryLease(this.#connection, this.#alias, options.owner, this.#clock());
      const base = await readState(this.#connection, this.#alias);
      if (base?.lease_owner !== options.owner) continue;
      return { session: await this.#open(base, options) };
    }
    throw new OperationalError('INDEX_BUSY', 'other runs keep taking the index.', 'Run again.');
  }

  async recordRun(run: RunRecord, check?: SourceCheck): Promise<void> {
    if (run.outcome === 'skipped') return;
    const state = await this.#state(null);
    const next = stateFields(statusAfterRun(statusOf(state), run, check));
    const payload = check === undefined ? { run: next.run } : { run: next.run, check: next.check };
    await setPayload(this.#connection, this.#alias, payload, { must: [{ has_id: [STATE_ID] }] });
  }

  /** Whatever goes wrong before there is a session gives the lease back. */
  async #open(base: State, options: BeginOptions): Promise<IndexSession> {
    try {
      const place = await openSessionPlace(this.#connection, this.#alias, base, options, this.#storage);
      return new QdrantSession(place, options, this.#clock);
    } catch (error) {
      await releaseLease(this.#connection, base.generation, options.owner).catch(() => {});
      throw error;
    }
  }

  #state(fingerprint: Fingerprint | null): Promise<State> {
    return stateOrFounded(this.#connection, this.#alias, fingerprint, this.#storage);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}
