import type { Change, Manifest } from '../../shared/domain/change.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { type Root, rootOf, sourceId, sourceOf } from '../../shared/domain/source.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import type { CheckedSource, IndexView } from '../index/index-writer.ts';
import type { FileRef } from '../source/docs-source.ts';
import { placeConflict } from '../source/source-files.ts';
import { attempt } from '../source/source-set.ts';
import { type AskedSources, formerCheck, type SourceHead } from './ask-sources.ts';
import { type ChangeCounts, countChanges, runError } from './run-report.ts';
import { diffManifests, diffSource, type SourceDiff, unmoved } from './source-diff.ts';
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
export async function diffSources(run: ActiveRun, { plan, heads }: AskedSources): Promise<IndexDiff> {
  const { view, signal, progress } = run;
  progress.started('diff');
  const { rebuild, status } = view;
  const published: Manifest = plan.replaces ? new Map() : await view.manifest();
  const listed = new Set(heads.map(({ id }) => id));
  /** Id of the listed source that a path of the index belongs to; `''` if it belongs to none. */
  const ownerOf = (path: string) => {
    const owner = sourceOf(status.sources, path);
    const id = owner === undefined ? '' : sourceId(owner);
    return listed.has(id) ? id : '';
  };
  const parts = Map.groupBy(published, ([path]) => ownerOf(path));
  const skippedParts = Map.groupBy(plan.replaces ? [] : status.skipped, ({ path }) => ownerOf(path));
  const dueParts = Map.groupBy(plan.replaces ? [] : dueFiles(status, run.clock()), ownerOf);
  const sources = await Promise.all(
    heads.map(async (head) => {
      const known = new Map(parts.get(head.id));
      const withheld = new Map(skippedParts.get(head.id)?.map(({ path, blob }) => [path, blob] as const));
      const source = run.sources.source(head.id);
      const files = { published: known, withheld, rebuild, due: dueParts.get(head.id) ?? [] };
      const compare = () => diffSource(source, head, files, signal);
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

/** Paths of the files that have to be prepared again at a time. */
export function dueFiles({ due }: IndexStatus, now: number): string[] {
  return due.flatMap(({ path, at }) => (Date.parse(at) <= now ? [path] : []));
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

function combine(compared: readonly SourceDiff[], published: Manifest, dropped: Manifest): IndexDiff {
  const sources = withOwnPlaces(compared);
  // What is not known is an addition, so that files that are due are read and prepared.
  const knownOf = ({ known, due }: SourceDiff) => [...known].filter(([path]) => !due.has(path));
  const known = new Map([...dropped, ...sources.flatMap(knownOf)]);
  const target = new Map(sources.flatMap((source) => [...source.target]));
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
  if (error === null) return identity.roots;
  return former === null || former.commit === null ? [] : former.roots;
}

/**
 * The sources so that no two claim one place. A source that failed keeps its documents even where the list gives their
 * place to another source, which then has to wait: it keeps what it has as well.
 * @throws OperationalError `CONFIG_INVALID` if the list itself has a document of one source below the place of another's
 *   root
 */
function withOwnPlaces(sources: readonly SourceDiff[]): readonly SourceDiff[] {
  const conflict = findConflict(sources);
  if (conflict === null) return sources;
  const { path, claims } = conflict;
  const [own, other] = claims;
  const waiting = claims.find(({ source }) => source.error === null);
  const keeping = claims.find(({ source }) => source.error !== null);
  if (waiting === undefined || keeping === undefined) throw placeConflict(path, own.root, other.root);
  const error = placeTakenError(waiting.root, keeping.source);
  return withOwnPlaces(
    sources.map((source) => (source === waiting.source ? unmoved(source, error) : source)),
  );
}

interface Claim {
  readonly at: string;
  readonly root: Root;
  readonly source: SourceDiff;
}

/** A document that stands below the place of another source's root. */
function findConflict(sources: readonly SourceDiff[]) {
  const all = sources.flatMap((source) =>
    rootsOf(source).map((root): Claim => ({ at: root.at, root, source })),
  );
  for (const source of sources) {
    const ownClaims = all.filter((claim) => claim.source === source);
    for (const path of source.target.keys()) {
      const owner = rootOf(all, path);
      const own = rootOf(ownClaims, path);
      if (own !== undefined && owner !== undefined && owner.source !== source) {
        return { path, claims: [own, owner] as const };
      }
    }
  }
  return null;
}

function placeTakenError({ at }: Root, keeping: SourceDiff): OperationalError {
  return new OperationalError(
    'SOURCE_PLACE_TAKEN',
    `the place ${JSON.stringify(at)} still has documents of ${keeping.id}, which cannot be moved in this run.`,
    'See why that source failed: as soon as a run can read it, both are brought to their places.',
  );
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
  return diff.sources.map(({ identity, error, checkedAt }, i) => {
    // Leaving sources out of a diff keeps their order.
    const compared = original.sources[i] as SourceDiff;
    if (compared.error !== null) return formerCheck(compared, compared.error);
    const changed = changesOf(original, compared).length > 0 ? 1 : 0;
    const behind = Math.max(compared.commits.length, changed);
    const failure = error === null ? {} : { error: runError(error) };
    return { ...identity, checkedAt, behind, headTag: null, ...failure };
  });
}
