import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { PublishedPoints } from '../../../shared/index/qdrant/published-points.ts';
import {
  readState,
  STATE_ID,
  type State,
  stateFields,
  statusOf,
} from '../../../shared/index/qdrant/qdrant-state.ts';
import type { BeginOptions, Publication } from '../index-writer.ts';
import { statusAfterPublish } from '../next-status.ts';
import { redirectsAfter } from '../redirects.ts';
import { switchAlias } from './generations.ts';
import { leaseLost, ownedBy } from './qdrant-lease.ts';
import type { Staging } from './qdrant-staging.ts';
import { setPayload, upsert } from './qdrant-writes.ts';
import { publishPoint } from './staged-points.ts';
import { replaces, type SessionPlace } from './sync-target.ts';

/**
 * Makes what is staged the published sequence. Everything is in its place and counted before the one write that
 * readers notice: of the state point or, for a new generation, of the alias.
 * @param renew renews the lease and reads the published generation's state
 */
export async function publish(
  place: SessionPlace,
  staging: Staging,
  publication: Publication,
  options: BeginOptions,
  renew: () => Promise<State>,
): Promise<IndexStatus> {
  await staging.remove(publication.removed);
  const totals = await staging.verify();
  const redirects = await redirectsOf(place.base, publication, staging);
  await remember(place, publication);

  const { source, fingerprint } = options;
  const before = await renew();
  const status = statusAfterPublish(statusOf(before), publication, { source, fingerprint, ...totals });
  const state = { ...stateFields(status), redirects };
  if (replaces(place)) await replaceGeneration(place, before, state, renew);
  else await moveOn(place, state, options.owner);

  const after = await readState(place.connection, place.alias);
  if (after?.lease_owner !== options.owner || after.sequence !== status.sequence) throw leaseLost(after);
  return statusOf(after);
}

type PublishedState = Pick<State, 'sequence' | 'published' | 'check' | 'run' | 'redirects'>;

/** Runs are left as they are: another may be recorded at any time. */
async function moveOn(
  { connection, base }: SessionPlace,
  { sequence, published, check, redirects }: PublishedState,
  owner: string,
): Promise<void> {
  const next = { sequence, published, check, redirects };
  await setPayload(connection, base.generation, next, ownedBy(owner));
}

async function replaceGeneration(
  { connection, alias, target }: SessionPlace,
  before: State,
  state: PublishedState,
  renew: () => Promise<State>,
): Promise<void> {
  const { lease_owner, lease_until } = before;
  const whole = { ...state, switched_at: state.sequence, lease_owner, lease_until };
  await setPayload(connection, target.name, whole, { must: [{ has_id: [STATE_ID] }] });
  await renew();
  await switchAlias(connection, alias, target.name);
}

async function remember(place: SessionPlace, publication: Publication): Promise<void> {
  const { connection, base, target } = place;
  const earlier = replaces(place)
    ? await new PublishedPoints(connection, base.generation, base.sequence).publishes()
    : [];
  const record = {
    sequence: base.sequence + 1,
    commit: publication.commit,
    publishedAt: publication.publishedAt,
    documents: publication.changed,
    commits: publication.commits,
  };
  await upsert(connection, target.name, [...earlier, record].map(publishPoint));
}

async function redirectsOf(
  base: State,
  { renamed }: Publication,
  staging: Staging,
): Promise<[string, string][]> {
  const remembered = new Map(base.redirects);
  const involved = [...remembered, ...renamed].flat();
  const documents = await staging.documentsAmong([...new Set(involved)]);
  return [...redirectsAfter(remembered, renamed, (path) => documents.has(path))];
}
