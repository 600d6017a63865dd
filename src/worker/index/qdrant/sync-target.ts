import { HISTORY_LIMIT } from '../../../shared/domain/history.ts';
import { sameFingerprint } from '../../../shared/domain/index-status.ts';
import { POINTS_LAYOUT } from '../../../shared/index/qdrant/generation-metadata.ts';
import type { Condition } from '../../../shared/index/qdrant/points.ts';
import { hasCurrentPoints, type State, statusFromState } from '../../../shared/index/qdrant/qdrant-state.ts';
import { needsRebuild } from '../after-publish.ts';
import { type BeginOptions, EXPIRED_VECTORS_KEPT } from '../index-writer.ts';
import {
  createGeneration,
  dropGeneration,
  type Generation,
  listGenerations,
  prepareGeneration,
  type QdrantIndex,
} from './generations.ts';
import { applyAll, type Operation } from './qdrant-writes.ts';

/** The index a sync works on, and the generation it writes to. */
export interface SyncTarget {
  readonly index: QdrantIndex;
  /** The published generation's state when the lease was taken. */
  readonly base: State;
  /** Where to stage: the published generation, or one that is to replace it. */
  readonly staging: Generation;
  /** All generations whose vectors can be reused. */
  readonly generations: readonly Generation[];
}

/** Whether a publish replaces the published generation instead of continuing it. */
export function replacesGeneration({ base, staging }: SyncTarget): boolean {
  return staging.name !== base.generation;
}

/**
 * Discards what aborted runs left, and finds or creates the generation to stage in: the published one, or a new one if
 * everything must be rebuilt. Requires the lease.
 * @param base the published generation's state
 */
export async function openSyncTarget(
  index: QdrantIndex,
  base: State,
  options: BeginOptions,
): Promise<SyncTarget> {
  const { connection, alias } = index;
  const all = await listGenerations(index);
  const published = all.find(({ name }) => name === base.generation);
  if (published === undefined) throw new Error(`${base.generation} is not among the generations of ${alias}`);
  const isWanted = ({ fingerprint, layout }: Generation) =>
    layout === POINTS_LAYOUT && fingerprint !== null && sameFingerprint(fingerprint, options.fingerprint);

  const rebuild = needsRebuild(statusFromState(base), options) || !hasCurrentPoints(base);
  // A generation in which nothing has been published yet can be filled itself.
  const replace = rebuild && !(base.sequence === 0 && isWanted(published));
  const unfinished = replace
    ? all.find((each) => each.number > published.number && isWanted(each))
    : undefined;
  // Until the next publish, readers may still be reading the generation that this one replaced.
  const replacedLast = base.sequence > 0 && base.sequence === base.switched_at;
  const older = replacedLast ? all.filter(({ number }) => number < published.number).slice(-1) : [];

  const generations = [published, ...(unfinished === undefined ? [] : [unfinished]), ...older];
  for (const each of all) if (!generations.includes(each)) await dropGeneration(connection, each);
  await applyAll(connection, published.name, [
    ...discardStaged(base.sequence),
    ...deleteExpired(base.sequence),
  ]);

  if (!replace) return { index, base, staging: published, generations };
  const staging = unfinished ?? (await createGeneration(index, options.fingerprint));
  await prepareGeneration(connection, staging);
  if (unfinished !== undefined) await applyAll(connection, staging.name, discard([], base.sequence));
  return { index, base, staging, generations };
}

/**
 * Returns the operations that restore a collection to what it was when `sequence` was published. Staged documents are
 * deleted; staged chunks become expired ones, because their vectors have been paid for; replaced points become visible.
 */
export function discardStaged(sequence: number): Operation[] {
  const staged = { key: 'since', range: { gt: sequence } };
  const replaced = { must: [{ key: 'until', range: { gt: sequence } }], must_not: [staged] };
  return [{ delete_payload: { keys: ['until'], filter: replaced } }, ...discard([staged], sequence)];
}

function discard(which: Condition[], sequence: number): Operation[] {
  const ofKind = (...kinds: string[]): Condition => ({ key: 'kind', match: { any: kinds } });
  return [
    { delete: { filter: { must: [...which, ofKind('document', 'list', 'publish', 'words', 'name')] } } },
    { set_payload: { payload: { until: sequence }, filter: { must: [...which, ofKind('chunk')] } } },
  ];
}

/** Returns the operations that delete points that neither a reader nor a reverted commit can need any more. */
function deleteExpired(sequence: number): Operation[] {
  const upTo = (key: string, last: number): Condition => ({ key, range: { lte: last } });
  const isPublish: Condition = { key: 'kind', match: { value: 'publish' } };
  return [
    { delete: { filter: { must: [upTo('until', sequence - EXPIRED_VECTORS_KEPT)] } } },
    { delete: { filter: { must: [isPublish, upTo('since', sequence - HISTORY_LIMIT)] } } },
  ];
}
