import type { Schemas } from '@qdrant/js-client-rest';
import { sameFingerprint } from '../../../shared/domain/fingerprint.ts';
import { HISTORY_LIMIT } from '../../../shared/domain/history.ts';
import type { QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import type { State } from '../../../shared/index/qdrant/qdrant-state.ts';
import { type BeginOptions, EXPIRED_VECTORS_KEPT } from '../index-writer.ts';
import {
  createGeneration,
  dropGeneration,
  type Generation,
  listGenerations,
  prepareGeneration,
  type StorageOptions,
} from './generations.ts';
import { needsRebuild } from './qdrant-view.ts';
import { applyAll, type Operation } from './qdrant-writes.ts';

/** Where a sync works. */
export interface SessionPlace {
  readonly connection: QdrantConnection;
  readonly alias: string;
  /** The state of the published generation as the sync found it, with the lease that was taken in it. */
  readonly base: State;
  /** Where to stage: the published generation itself, or the one that is to take its place. */
  readonly target: Generation;
  /** Those whose vectors can be used again. */
  readonly generations: readonly Generation[];
}

/** Whether the published generation is to be replaced, not continued. */
export function replaces({ base, target }: SessionPlace): boolean {
  return target.name !== base.generation;
}

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

type Condition = Schemas['Condition'];

/**
 * What makes the published collection as it was when `sequence` was published, whatever a run has staged since:
 * documents go, chunks become expired ones, for their vectors have been paid for, and what was to be replaced stays.
 */
export function discardStaged(sequence: number): Operation[] {
  const staged = { key: 'since', range: { gt: sequence } };
  const marked = { must: [{ key: 'until', range: { gt: sequence } }], must_not: [staged] };
  return [{ delete_payload: { keys: ['until'], filter: marked } }, ...discard([staged], sequence)];
}

/** What empties a collection that was never published, but for the vectors in it. */
function discardAll(sequence: number): Operation[] {
  return discard([], sequence);
}

function discard(which: Condition[], sequence: number): Operation[] {
  const ofKind = (...kinds: string[]): Condition => ({ key: 'kind', match: { any: kinds } });
  return [
    { delete: { filter: { must: [...which, ofKind('document', 'publish')] } } },
    { set_payload: { payload: { until: sequence }, filter: { must: [...which, ofKind('chunk')] } } },
  ];
}

/** What deletes the points that neither readers nor a revert can look back to any more. */
function deleteExpired(sequence: number): Operation[] {
  const upTo = (key: string, last: number): Condition => ({ key, range: { lte: last } });
  const isPublish: Condition = { key: 'kind', match: { value: 'publish' } };
  return [
    { delete: { filter: { must: [upTo('until', sequence - EXPIRED_VECTORS_KEPT)] } } },
    { delete: { filter: { must: [isPublish, upTo('since', sequence - HISTORY_LIMIT)] } } },
  ];
}
