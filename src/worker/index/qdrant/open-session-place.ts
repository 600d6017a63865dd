import { sameFingerprint } from '../../../shared/domain/fingerprint.ts';
import type { QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import type { State } from '../../../shared/index/qdrant/state.ts';
import type { BeginOptions } from '../index-writer.ts';
import {
  createGeneration,
  dropGeneration,
  type Generation,
  listGenerations,
  prepareGeneration,
} from './generations.ts';
import { deleteExpired, discardAll, discardStaged } from './leftovers.ts';
import { needsRebuild } from './qdrant-view.ts';
import { applyAll } from './qdrant-writes.ts';
import type { SessionPlace } from './session-place.ts';
import type { StorageOptions } from './storage-profile.ts';

/**
 * Cleans what dead runs left, and finds or makes the collection a sync stages in: the published one or, where
 * everything is to be built anew, one beside it. To be called with the lease in hand.
 */
export async function openSessionPlace(
  connection: QdrantConnection,
  alias: string,
  base: State,
  options: BeginOptions,
  storage: StorageOptions,
): Promise<SessionPlace> {
  const all = await listGenerations(connection, alias);
  const current = all.find(({ name }) => name === base.generation);
  if (current === undefined) throw new Error(`${base.generation} is not among the generations of ${alias}`);
  const isWanted = ({ fingerprint }: Generation) =>
    fingerprint !== null && sameFingerprint(fingerprint, options.fingerprint);

  const rebuild = needsRebuild(base.published.fingerprint, options);
  const beside = rebuild && !(base.sequence === 0 && isWanted(current));
  const begun = beside ? all.find((each) => each.number > current.number && isWanted(each)) : undefined;
  // Until something is published by the generation that took its place, readers may still be at an older one.
  const keepOlder = base.sequence > 0 && base.sequence === base.switched_at;
  const older = keepOlder ? all.filter(({ number }) => number < current.number) : [];

  const kept = [current, ...(begun === undefined ? [] : [begun]), ...older];
  for (const generation of all) if (!kept.includes(generation)) await dropGeneration(connection, generation);
  const cleaning = [...discardStaged(base.sequence), ...deleteExpired(base.sequence)];
  await applyAll(connection, current.name, cleaning);

  if (!beside) return { connection, alias, base, target: current, generations: kept };
  const target = begun ?? (await createGeneration(connection, alias, options.fingerprint, storage));
  await prepareGeneration(connection, target.name);
  if (begun !== undefined) await applyAll(connection, target.name, discardAll(base.sequence));
  return { connection, alias, base, target, generations: kept };
}
