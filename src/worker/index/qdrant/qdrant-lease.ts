import { isoTime } from '../../../shared/clock.ts';
import type { Filter } from '../../../shared/index/qdrant/points.ts';
import type { QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import { readState, STATE_ID, type State } from '../../../shared/index/qdrant/qdrant-state.ts';
import { OperationalError } from '../../../shared/operational-error.ts';
import { LEASE_MS, type LeaseHeld } from '../index-writer.ts';
import { setPayload } from './qdrant-writes.ts';

/**
 * The lease, in the state point. It is taken by writing to that point under a condition, which Qdrant checks and
 * applies in one step, and then by reading who has it: the answer to the write does not say whether the condition held.
 */

/** Who holds the lease at `now` (milliseconds since the epoch); null when nobody does. */
export function leaseHeld(state: State, now: number): LeaseHeld | null {
  return state.lease_until > now ? { heldBy: state.lease_owner, until: isoTime(state.lease_until) } : null;
}

/** Tries to take the lease, expired or free, of whatever the alias leads to. Look at the state for who got it. */
export async function tryLease(
  connection: QdrantConnection,
  alias: string,
  owner: string,
  now: number,
): Promise<void> {
  const free = { key: 'lease_until', range: { lte: now } };
  await setPayload(connection, alias, heldUntil(owner, now + LEASE_MS), stateWhere(free));
}

/**
 * Extends the lease of `owner`, also one that expired without anybody taking it over.
 * @returns the state as it is then
 * @throws OperationalError `INDEX_LEASE_LOST`
 */
export async function renewLease(
  connection: QdrantConnection,
  generation: string,
  owner: string,
  now: number,
): Promise<State> {
  await setPayload(connection, generation, heldUntil(owner, now + LEASE_MS), ownedBy(owner));
  const state = await readState(connection, generation);
  if (state?.lease_owner !== owner) throw leaseLost(state);
  return state;
}

export async function releaseLease(
  connection: QdrantConnection,
  generation: string,
  owner: string,
): Promise<void> {
  await setPayload(connection, generation, heldUntil('', 0), ownedBy(owner));
}

/** Lets through the state point, while `owner` has the lease. */
export function ownedBy(owner: string): Filter & { must: object[] } {
  return stateWhere({ key: 'lease_owner', match: { value: owner } });
}

export function leaseLost(state: State | null): OperationalError {
  const by = state === null || state.lease_owner === '' ? '' : ` (${state.lease_owner})`;
  return new OperationalError(
    'INDEX_LEASE_LOST',
    `another run${by} has taken over the index; nothing was published.`,
    'Nothing is lost: the next run brings the index up to date. Do not suspend a running worker.',
  );
}

function heldUntil(owner: string, until: number): Pick<State, 'lease_owner' | 'lease_until'> {
  return { lease_owner: owner, lease_until: until };
}

function stateWhere(condition: object): Filter & { must: object[] } {
  return { must: [{ has_id: [STATE_ID] }, condition] } as Filter & { must: object[] };
}
