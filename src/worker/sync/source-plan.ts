import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { type Root, type SourceIdentity, type SourceStatus, sourceId } from '../../shared/domain/source.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { SyncRequest } from './sync-run.ts';

/** What a run has to do for one source because of the list, before it knows what the source changed. */
export interface PlannedSource {
  readonly id: string;
  readonly identity: SourceIdentity;
  /** The source as the index records it; null if nothing of it was ever recorded. */
  readonly former: SourceStatus | null;
  /** Roots that stand at another place than before. */
  readonly moves: readonly RootMove[];
  /** Whether the roots select other files than before: then the manifest at a commit must be listed again. */
  readonly reselected: boolean;
  /** Roots whose documents have other addresses or languages than before, so that they must be prepared again. */
  readonly readdressed: readonly Root[];
}

interface RootMove {
  readonly from: Root;
  readonly to: Root;
}

/** The list of sources, compared with the sources that the index was built from. */
export interface SourcePlan {
  readonly sources: readonly PlannedSource[];
  /** Whether documents are indexed of a source or root that is no longer in the list. */
  readonly drops: boolean;
  /** Whether the index was built from other sources altogether, and is to be replaced. */
  readonly replaces: boolean;
}

/**
 * Compares the list of sources with the index. Does nothing else.
 * @throws OperationalError `INDEX_OTHER_SOURCE` for an index of other sources unless it is to be rebuilt;
 *   `SOURCE_REMOVED` if a source or root of the index is no longer in the list, unless the run may drop it
 */
export function planSources(
  { sources }: IndexStatus,
  list: readonly SourceIdentity[],
  { rebuild, dropSources }: Pick<SyncRequest, 'rebuild' | 'dropSources'>,
): SourcePlan {
  const indexed = sources.filter(({ commit }) => commit !== null);
  const listed = new Set(list.map(sourceId));
  const replaces = indexed.length > 0 && !indexed.some((source) => listed.has(sourceId(source)));
  if (replaces && !rebuild) throw otherSources(indexed, list);

  const formerById = new Map(replaces ? [] : sources.map((source) => [sourceId(source), source]));
  const planned = list.map((identity) => planSource(identity, formerById.get(sourceId(identity)) ?? null));
  const removed = replaces
    ? []
    : [
        ...indexed.filter((source) => !listed.has(sourceId(source))).map(sourceId),
        ...planned.flatMap(({ id, removed }) => removed.map((root) => `${describeRoot(root)} of ${id}`)),
      ];
  if (removed.length > 0 && !dropSources) throw sourceRemoved(removed);
  return {
    sources: planned.map(({ removed: _, ...source }) => source),
    drops: removed.length > 0,
    replaces,
  };
}

/** Whether the index records exactly the sources and roots of the list, in its order. */
export function sourcesAreCurrent({ sources, drops }: SourcePlan, status: IndexStatus): boolean {
  return !drops && describeList(sources.map(({ identity }) => identity)) === describeList(status.sources);
}

/** A list of sources as text: equal lists, equal texts. */
export function describeList(list: readonly SourceIdentity[]): string {
  return canonicalJson(list.map(({ from, ref, roots }) => ({ from, ref, roots })));
}

function planSource(
  identity: SourceIdentity,
  former: SourceStatus | null,
): PlannedSource & { readonly removed: readonly Root[] } {
  const id = sourceId(identity);
  if (former === null || former.commit === null) {
    return { id, identity, former, moves: [], reselected: true, readdressed: [], removed: [] };
  }
  const pairs = pairRoots(former.roots, identity.roots);
  const paired = new Set([...pairs.values()]);
  const entries = [...pairs];
  return {
    id,
    identity,
    former,
    moves: entries.filter(([to, from]) => to.at !== from.at).map(([to, from]) => ({ from, to })),
    reselected:
      paired.size < former.roots.length ||
      identity.roots.some((root) => {
        const from = pairs.get(root);
        return from === undefined || !isAlike(root, from, ['include', 'exclude']);
      }),
    readdressed: entries
      .filter(([to, from]) => !isAlike(to, from, ['site', 'pages', 'language', 'languages']))
      .map(([to]) => to),
    removed: former.roots.filter((root) => !paired.has(root)),
  };
}

/** Pairs each root of the list with the same root of the index: at the same place first, then at another place. */
function pairRoots(former: readonly Root[], wanted: readonly Root[]): Map<Root, Root> {
  const pairs = new Map<Root, Root>();
  const left = new Set(former);
  const pair = (fits: (root: Root, from: Root) => boolean) => {
    for (const root of wanted) {
      if (pairs.has(root)) continue;
      const from = [...left].find((candidate) => candidate.path === root.path && fits(root, candidate));
      if (from === undefined) continue;
      pairs.set(root, from);
      left.delete(from);
    }
  };
  pair((root, from) => root.at === from.at);
  pair(() => true);
  return pairs;
}

function isAlike(a: Root, b: Root, keys: readonly (keyof Root)[]): boolean {
  return keys.every((key) => canonicalJson(a[key]) === canonicalJson(b[key]));
}

function describeRoot({ path, at }: Root): string {
  return `the root ${JSON.stringify(path === '' ? '.' : path)} (at ${JSON.stringify(at)})`;
}

function otherSources(indexed: readonly SourceStatus[], list: readonly SourceIdentity[]): OperationalError {
  return new OperationalError(
    'INDEX_OTHER_SOURCE',
    `the index was built from ${indexed.map(sourceId).join(', ')}, not from ${list.map(sourceId).join(', ')}.`,
    'Point INDEX_PATH (for Qdrant: QDRANT_COLLECTION) elsewhere, or rebuild this index from the new source with --rebuild.',
  );
}

function sourceRemoved(removed: readonly string[]): OperationalError {
  return new OperationalError(
    'SOURCE_REMOVED',
    `the index has documents of ${removed.join(', and of ')}, which the list of sources no longer has.`,
    'Put it back into the list (SOURCES), or remove its documents from the index with sync --drop-sources.',
  );
}
