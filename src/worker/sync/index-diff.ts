import type { Change, Manifest } from '../../shared/domain/change.ts';
import { type Root, rootOf, sourceId, sourceOf } from '../../shared/domain/source.ts';
import type { OperationalError } from '../../shared/operational-error.ts';
import type { CheckedSource, IndexView } from '../index/index-writer.ts';
import type { FileRef } from '../source/docs-source.ts';
import { placeConflict } from '../source/source-files.ts';
import { attempt } from '../source/source-set.ts';
import type { SourceHead } from './check-heads.ts';
import { diffSource, type SourceDiff, unmoved } from './diff-source.ts';
import { diffManifests } from './manifest-diff.ts';
import { type ChangeCounts, countChanges, runError } from './run-report.ts';
import type { SourcePlan } from './source-plan.ts';
import type { ActiveRun } from './sync-run.ts';

/** What all sources together changed since their indexed revisions. */
export interface IndexDiff {
  readonly sources: readonly SourceDiff[];
  /** The published documents; empty for an index of other sources. */
  readonly published: Manifest;
  /** The documents of sources and roots that are no longer in the list. */
  readonly dropped: Manifest;
  /** The manifest at the indexed revisions. */
  readonly known: Manifest;
  /** The manifest at the revisions to index. */
  readonly target: Manifest;
  /** From `known` to `target`. */
  readonly changes: readonly Change[];
  readonly counts: ChangeCounts;
  /** The roots of the documents in `target`. */
  readonly roots: readonly Root[];
}

/** Compares every source with the index. A source that fails keeps what it has. */
export async function diffSources(
  run: ActiveRun,
  plan: SourcePlan,
  heads: readonly SourceHead[],
): Promise<IndexDiff> {
  const { view, signal, progress } = run;
  progress.started('diff');
  const { rebuild, status } = view;
  const published: Manifest = plan.replaces ? new Map() : await view.manifest();
  const listed = new Set(heads.map(({ id }) => id));
  const parts = Map.groupBy(published, ([path]) => {
    const owner = sourceOf(status.sources, path);
    const id = owner === undefined ? '' : sourceId(owner);
    return listed.has(id) ? id : '';
  });
  const skippedParts = Map.groupBy(plan.replaces ? [] : status.skipped, ({ path }) => {
    const owner = sourceOf(status.sources, path);
    return owner === undefined ? '' : sourceId(owner);
  });
  const sources = await Promise.all(
    heads.map(async (head) => {
      const known = new Map(parts.get(head.id));
      const withheld = new Map(skippedParts.get(head.id)?.map(({ path, blob }) => [path, blob] as const));
      const source = run.sources.source(head.id);
      const compare = () => diffSource(source, head, { published: known, withheld, rebuild }, signal);
      const diff = await attempt(head.id, compare, signal);
      return 'failed' in diff ? unmoved({ ...head, known, withheld }, diff.error) : diff;
    }),
  );
  const diff = combine(sources, published, new Map(parts.get('')));
  progress.finished({
    ...diff.counts,
    commits: sources.reduce((total, { commits }) => total + commits.length, 0),
    listed: sources.some((source) => source.listed),
  });
  return diff;
}

/** The diff if some sources keep what they have, because they failed after they were compared. */
export function withoutSources(diff: IndexDiff, failures: ReadonlyMap<string, OperationalError>): IndexDiff {
  if (failures.size === 0) return diff;
  const sources = diff.sources.map((source) => {
    const error = failures.get(source.id);
    return error === undefined ? source : unmoved(source, error);
  });
  return combine(sources, diff.published, diff.dropped);
}

/** @throws OperationalError of the first source if every source failed: then there is nothing to do */
export function requireAnySource({ sources }: IndexDiff): void {
  const [first] = sources;
  if (first?.error && sources.every(({ error }) => error !== null)) throw first.error;
}

function combine(sources: readonly SourceDiff[], published: Manifest, dropped: Manifest): IndexDiff {
  const known = new Map([...dropped, ...sources.flatMap((source) => [...source.known])]);
  const target = new Map(sources.flatMap((source) => [...source.target]));
  requireOwnPlaces(sources);
  const renames = new Map(sources.flatMap((source) => [...source.renames]));
  const changes = diffManifests(known, target, renames);
  return {
    sources,
    published,
    dropped,
    known,
    target,
    changes,
    counts: countChanges(changes),
    roots: sources.flatMap(rootsOf),
  };
}

/** The roots of a source's documents: those of the list, or the former ones if the source failed and keeps what it has. */
export function rootsOf({ error, former, identity }: SourceHead): readonly Root[] {
  return error !== null && former !== null ? former.roots : identity.roots;
}

/** @throws OperationalError `CONFIG_INVALID` if a document of one source stands below the place of another's root */
function requireOwnPlaces(sources: readonly SourceDiff[]): void {
  const owners = sources.flatMap((source) =>
    rootsOf(source).map((root) => ({ at: root.at, root, id: source.id })),
  );
  for (const source of sources) {
    for (const path of source.target.keys()) {
      const owner = rootOf(owners, path);
      if (owner?.id === source.id) continue;
      const own = rootOf(rootsOf(source), path);
      if (own !== undefined) throw placeConflict(path, own, owner?.root);
    }
  }
}

/**
 * Published documents that do not change, but whose address or language does. A rebuild prepares every document anyway.
 */
export function readdressedDocuments(
  { sources, published, changes, target, roots }: IndexDiff,
  { rebuild }: Pick<IndexView, 'rebuild'>,
): FileRef[] {
  const readdressed = sources.flatMap((source) => (source.error === null ? source.readdressed : []));
  if (rebuild || readdressed.length === 0) return [];
  const changed = new Set(changes.map(({ path }) => path));
  return [...published].flatMap(([path, blob]) => {
    const root = rootOf(roots, path);
    const concerns =
      root !== undefined && readdressed.includes(root) && target.has(path) && !changed.has(path);
    return concerns ? [{ path, blob }] : [];
  });
}

/** The changes that concern a source: of its documents, and of documents it no longer has. */
export function changesOf({ changes }: IndexDiff, source: SourceDiff): Change[] {
  return changes.filter(({ kind, path }) => (kind === 'removed' ? source.known : source.target).has(path));
}

/**
 * What the index records about each source if the run ends here, with nothing published.
 * @param original the diff before any source was left out, which tells how far behind each is
 */
export function checksOf(diff: IndexDiff, original: IndexDiff): CheckedSource[] {
  return diff.sources.map(({ identity, id, former, error, checkedAt }) => {
    const compared = original.sources.find((source) => source.id === id);
    if (compared === undefined || compared.error !== null) {
      const { checkedAt: before = null, behind = 0, headTag = null } = former ?? {};
      return { ...identity, checkedAt: before, behind, headTag, ...failure(error) };
    }
    const changed = changesOf(original, compared).length > 0 ? 1 : 0;
    const behind = Math.max(compared.commits.length, changed);
    return { ...identity, checkedAt, behind, headTag: null, ...failure(error) };
  });
}

function failure(error: OperationalError | null) {
  return error === null ? {} : { error: runError(error) };
}
