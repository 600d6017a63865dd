import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { PublishedPoints } from '../../../shared/index/qdrant/published-points.ts';
import {
  STATE_ID,
  type State,
  stateFields,
  statusFromState,
} from '../../../shared/index/qdrant/qdrant-state.ts';
import { publishRecord, redirectsAfter, statusAfterPublish } from '../after-publish.ts';
import { type BeginOptions, leaseLost, type Publication } from '../index-writer.ts';
import { dropGeneration, switchAlias } from './generations.ts';
import type { QdrantLease } from './qdrant-lease.ts';
import type { QdrantStaging } from './qdrant-staging.ts';
import { setPayload, upsert } from './qdrant-writes.ts';
import { publishPoint } from './staged-points.ts';
import { replacesGeneration, type SyncTarget } from './sync-target.ts';

/** A sync that is about to publish. */
export interface StagedSync {
  readonly target: SyncTarget;
  readonly staging: QdrantStaging;
  readonly lease: QdrantLease;
}

/**
 * Makes what is staged the published sequence. Everything is in place and counted before the one write that readers
 * notice: of the state point or, for a new generation, of the alias.
 */
export async function publishStagedPoints(
  { target, staging, lease }: StagedSync,
  publication: Publication,
  { fingerprint }: Pick<BeginOptions, 'fingerprint'>,
): Promise<IndexStatus> {
  const { alias } = target.index;
  await staging.remove(publication.removed);
  await staging.list(publication);
  await staging.words();
  const totals = await staging.verify();
  const formerPaths = await formerPathFields({ target, staging, lease }, publication);
  await addToHistory(target, publication);

  const before = await lease.renew();
  const status = statusAfterPublish(statusFromState(before), publication, { fingerprint, ...totals });
  const outdated_names = [...(publication.outdatedNames ?? [])];
  const next = { ...stateFields(status), ...formerPaths, outdated_names };
  if (replacesGeneration(target)) await replaceGeneration(target, lease, before, next);
  else await continueGeneration(target, lease, next);

  const after = await lease.ownedState(alias);
  if (after.sequence !== status.sequence) throw leaseLost(after.lease_owner);
  if (replacesGeneration(target)) await dropOlderGenerations(target);
  return statusFromState(after);
}

type PublishedState = Pick<State, 'layout' | 'sequence' | 'published' | 'check' | 'run' | 'outdated_names'> &
  FormerPathFields;
type FormerPathFields = Pick<State, 'redirects' | 'history_positions'>;

/** Leaves `run` as it is: another process may record one at any time. */
async function continueGeneration(
  { index, base }: SyncTarget,
  lease: QdrantLease,
  { run: _, ...fields }: PublishedState,
): Promise<void> {
  await setPayload(index.connection, base.generation, fields, lease.whileOwned);
}

/** @param before the published generation's state, whose lease is copied to the new generation */
async function replaceGeneration(
  { index, staging }: SyncTarget,
  lease: QdrantLease,
  before: State,
  next: PublishedState,
): Promise<void> {
  const { lease_owner, lease_until } = before;
  const fields = { ...next, switched_at: next.sequence, lease_owner, lease_until };
  await setPayload(index.connection, staging.name, fields, { must: [{ has_id: [STATE_ID] }] });
  await lease.renew();
  await switchAlias(index, staging.name);
}

/** Drops all but the new generation and the one that it replaced, which readers may still be reading. */
async function dropOlderGenerations({ index, base, staging, generations }: SyncTarget): Promise<void> {
  for (const generation of generations) {
    if (generation.name === base.generation || generation.name === staging.name) continue;
    // The next run drops what could not be dropped.
    await dropGeneration(index.connection, generation).catch(() => {});
  }
}

async function addToHistory(target: SyncTarget, publication: Publication): Promise<void> {
  const { index, base, staging } = target;
  const earlier = replacesGeneration(target)
    ? await new PublishedPoints(index.connection, base).publishes(statusFromState(base).sources[0])
    : [];
  const records = [...earlier, publishRecord(publication, base.sequence + 1)];
  await upsert(index.connection, staging.name, records.map(publishPoint));
}

/** Returns the fields of the state that hold the former paths of documents after a publish or an advance. */
export async function formerPathFields(
  { target: { base }, staging }: StagedSync,
  changes: Pick<Publication, 'renamed' | 'formerPaths'>,
): Promise<FormerPathFields> {
  const { renamed, formerPaths } = changes;
  const before = new Map(base.redirects);
  const paths = new Set([...before, ...renamed, ...(formerPaths?.found ?? [])].flat());
  const documents = await staging.documentsAmong([...paths]);
  const positions = formerPaths?.positions ?? base.history_positions;
  return {
    redirects: [...redirectsAfter(before, changes, (path) => documents.has(path))],
    ...(positions === undefined ? {} : { history_positions: positions }),
  };
}
