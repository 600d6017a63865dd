import type { Clock } from '../../../shared/clock.ts';
import type { Fingerprint } from '../../../shared/domain/fingerprint.ts';
import type { RunRecord, SourceCheck } from '../../../shared/domain/index-status.ts';
import { QdrantConnection, type QdrantOptions } from '../../../shared/index/qdrant/qdrant-connection.ts';
import { isConflict } from '../../../shared/index/qdrant/qdrant-error.ts';
import {
  foreignCollection,
  readState,
  STATE_ID,
  type State,
  stateFields,
  statusOf,
} from '../../../shared/index/qdrant/qdrant-state.ts';
import { OperationalError } from '../../../shared/operational-error.ts';
import type { BeginOptions, IndexSession, IndexView, IndexWriter, LeaseHeld } from '../index-writer.ts';
import { refuseOtherSource, statusAfterRun } from '../next-status.ts';
import {
  createGeneration,
  type Generation,
  listGenerations,
  prepareGeneration,
  type StorageOptions,
  switchAlias,
} from './generations.ts';
import { leaseHeld, releaseLease, tryLease } from './qdrant-lease.ts';
import { QdrantSession } from './qdrant-session.ts';
import { QdrantView } from './qdrant-view.ts';
import { setPayload } from './qdrant-writes.ts';
import { openSessionPlace } from './sync-target.ts';

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

/**
 * The state of the index, which is founded where there is none. Every step may be repeated and may be done by two runs
 * at once: both end at the same collection. An alias that was lost is restored to the newest thing published.
 * @param fingerprint what the first generation is to be built with; null when that is not known yet
 */
async function stateOrFounded(
  connection: QdrantConnection,
  alias: string,
  fingerprint: Fingerprint | null,
  storage: StorageOptions,
): Promise<State> {
  const found = await readState(connection, alias);
  if (found !== null) return found;
  const first =
    (await newest(connection, alias)) ?? (await createFirst(connection, alias, fingerprint, storage));
  await prepareGeneration(connection, first.name);
  const meanwhile = await readState(connection, alias);
  if (meanwhile !== null) return meanwhile;
  await switchAlias(connection, alias, first.name);
  const founded = await readState(connection, alias);
  if (founded === null) throw new Error(`the alias ${alias} was removed as it was made`);
  return founded;
}

async function newest(connection: QdrantConnection, alias: string): Promise<Generation | null> {
  let best: { readonly generation: Generation; readonly sequence: number } | null = null;
  for (const generation of await listGenerations(connection, alias)) {
    const sequence = (await sequenceOf(connection, generation)) ?? 0;
    if (best === null || sequence > best.sequence) best = { generation, sequence };
  }
  return best?.generation ?? null;
}

async function sequenceOf(connection: QdrantConnection, { name }: Generation): Promise<number | undefined> {
  return (await readState(connection, name, ['kind', 'layout', 'sequence']))?.sequence;
}

async function createFirst(
  connection: QdrantConnection,
  alias: string,
  fingerprint: Fingerprint | null,
  storage: StorageOptions,
): Promise<Generation> {
  try {
    return await createGeneration(connection, alias, fingerprint, storage, 1);
  } catch (error) {
    if (!isConflict(error)) throw error;
    const [first] = await listGenerations(connection, alias);
    if (first === undefined) throw foreignCollection(`${alias}-g1`);
    return first;
  }
}
