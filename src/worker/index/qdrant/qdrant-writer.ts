import type { Clock, Delay } from '../../../shared/clock.ts';
import type { Fingerprint } from '../../../shared/domain/index-status.ts';
import type { RunRecord } from '../../../shared/domain/run.ts';
import { QdrantConnection, type QdrantOptions } from '../../../shared/index/qdrant/qdrant-connection.ts';
import {
  foreignCollection,
  readState,
  STATE_ID,
  type State,
  stateFields,
  statusFromState,
} from '../../../shared/index/qdrant/qdrant-state.ts';
import { hasCode, OperationalError } from '../../../shared/operational-error.ts';
import { retry } from '../../../shared/retry.ts';
import { statusAfterRun } from '../after-publish.ts';
import type {
  BeginOptions,
  CheckedSource,
  IndexSession,
  IndexView,
  IndexWriter,
  LeaseHeld,
} from '../index-writer.ts';
import {
  createGeneration,
  type Generation,
  listGenerations,
  prepareGeneration,
  type QdrantIndex,
  type StorageOptions,
  switchAlias,
} from './generations.ts';
import { QdrantLease } from './qdrant-lease.ts';
import { QdrantSession } from './qdrant-session.ts';
import { QdrantView } from './qdrant-view.ts';
import { setPayload } from './qdrant-writes.ts';
import { readAgreedState, readStateCopies } from './state-copies.ts';
import { openSyncTarget } from './sync-target.ts';

/** No user is waiting for a worker. */
const REQUEST_RETRIES = { attempts: 5, firstWaitMs: 500, longestWaitMs: 30_000 };

/** Taking the lease is tried again when another run was faster, but has released it since. */
const LEASE_RETRIES = { attempts: 5, firstWaitMs: 0, longestWaitMs: 0 };

export interface QdrantWriterOptions extends QdrantOptions {
  readonly storage: StorageOptions;
  /** Whether the run that holds a lease is known to have ended, so that its lease need not be waited for. */
  readonly ownerIsGone?: (owner: string) => boolean;
}

/** Writes an index in Qdrant, which the first write creates. */
export class QdrantWriter implements IndexWriter {
  readonly #index: QdrantIndex;
  readonly #clock: Clock;
  readonly #delay: Delay;
  readonly #ownerIsGone: (owner: string) => boolean;

  /** Sends nothing yet. */
  constructor(options: QdrantWriterOptions) {
    const { alias, storage, clock, delay, ownerIsGone = () => false } = options;
    this.#index = { connection: new QdrantConnection(options, REQUEST_RETRIES), alias, storage };
    this.#clock = clock;
    this.#delay = delay;
    this.#ownerIsGone = ownerIsGone;
  }

  async inspect(options: Omit<BeginOptions, 'owner'>): Promise<IndexView> {
    const { connection, alias } = this.#index;
    const agreed = await readAgreedState(connection, alias);
    // If the copies differ, the oldest: the index is not up to date before all of them are, and `begin` makes them so.
    const state = agreed === 'differ' ? oldestOf(await readStateCopies(connection, alias)) : agreed;
    return new QdrantView(connection, state, options, () => listGenerations(this.#index));
  }

  async begin(options: BeginOptions): Promise<{ readonly session: IndexSession } | LeaseHeld> {
    return retry(() => this.#tryToBegin(options), {
      ...LEASE_RETRIES,
      judge: (error) => (hasCode(error, 'INDEX_BUSY') ? {} : null),
      delay: this.#delay,
    });
  }

  async #tryToBegin(options: BeginOptions): Promise<{ readonly session: IndexSession } | LeaseHeld> {
    const { connection, alias } = this.#index;
    const lease = new QdrantLease({
      connection,
      collection: alias,
      owner: options.owner,
      clock: this.#clock,
      delay: this.#delay,
      ownerIsGone: this.#ownerIsGone,
    });
    const agreed = await readAgreedState(connection, alias);
    let copies = agreed === 'differ' ? [] : [agreed ?? (await ensureState(this.#index, options.fingerprint))];
    // One of the other copies may say that the run which seems to hold the lease has released it.
    if (agreed === 'differ' || lease.holder(copies) !== null) {
      copies = await readStateCopies(connection, alias);
    }
    const held = lease.holder(copies);
    if (held !== null) return held;
    try {
      const base = await lease.take(copies);
      if (base === null) throw indexBusy();
      const target = await openSyncTarget(this.#index, base, options);
      return { session: new QdrantSession(target, lease, options) };
    } catch (error) {
      // Without a session, nobody else would release the lease. A busy index is tried again.
      if (!hasCode(error, 'INDEX_BUSY')) await lease.release().catch(() => {});
      throw error;
    }
  }

  async recordRun(run: RunRecord, checks?: readonly CheckedSource[]): Promise<void> {
    if (run.outcome === 'skipped') return;
    const state = await ensureState(this.#index, null);
    const next = stateFields(statusAfterRun(statusFromState(state), run, checks));
    const fields =
      checks === undefined ? { run: next.run } : { layout: next.layout, run: next.run, check: next.check };
    const { connection, alias } = this.#index;
    await setPayload(connection, alias, fields, { must: [{ has_id: [STATE_ID] }] });
  }

  async close(): Promise<void> {
    await this.#index.connection.close();
  }
}

/**
 * Returns the state of the index, which is created if missing. All steps can be repeated, by a run after one that was
 * killed between two of them as well as by two runs at once, which end with the same collection. A lost alias is
 * restored to the generation published last.
 * @param fingerprint what the first generation is to be built with; null if that is not known yet
 */
async function ensureState(index: QdrantIndex, fingerprint: Fingerprint | null): Promise<State> {
  const { connection, alias } = index;
  const found = await readState(connection, alias);
  if (found !== null) return found;
  const generation = (await lastPublished(index)) ?? (await createFirst(index, fingerprint));
  await prepareGeneration(connection, generation);
  const createdMeanwhile = await readState(connection, alias);
  if (createdMeanwhile !== null) return createdMeanwhile;
  await switchAlias(index, generation.name);
  // Qdrant cannot create an alias only if there is none: this may have undone the switch of a run that was faster.
  const last = await lastPublished(index);
  if (last !== null && last.name !== generation.name) await switchAlias(index, last.name);
  const created = await readState(connection, alias);
  if (created === null) throw new Error(`the alias ${alias} was removed while it was being created`);
  return created;
}

function indexBusy(): OperationalError {
  return new OperationalError('INDEX_BUSY', 'other runs keep taking the lease on the index.', 'Run again.');
}

/** Returns the copy with the least in it. */
function oldestOf(copies: readonly State[]): State | null {
  const age = ({ sequence, published, check }: State) => [
    String(sequence).padStart(9, '0'),
    published.syncedAt ?? '',
    ...(check.sources ?? []).map(({ checkedAt }) => checkedAt ?? ''),
  ];
  return [...copies].sort((a, b) => (age(a).join() < age(b).join() ? -1 : 1)).at(0) ?? null;
}

/** Returns the generation published last; where nothing has been published, the first of those that runs created. */
async function lastPublished(index: QdrantIndex): Promise<Generation | null> {
  let last: { readonly generation: Generation; readonly sequence: number } | null = null;
  for (const generation of await listGenerations(index)) {
    const state = await readState(index.connection, generation.name, ['kind', 'layout', 'sequence']);
    const sequence = state?.sequence ?? 0;
    if (last === null || sequence > last.sequence) last = { generation, sequence };
  }
  return last?.generation ?? null;
}

async function createFirst(index: QdrantIndex, fingerprint: Fingerprint | null): Promise<Generation> {
  try {
    return await createGeneration(index, fingerprint, 1);
  } catch (error) {
    if (!hasCode(error, 'QDRANT_CONFLICT')) throw error;
    const [first] = await listGenerations(index);
    if (first === undefined) throw foreignCollection(`${index.alias}-g1`);
    return first;
  }
}
