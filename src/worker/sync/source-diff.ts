import { basename } from 'node:path/posix';
import type { Change, Manifest } from '../../shared/domain/change.ts';
import { isBelow, pathBelow, pathInIndex, type Revision, rootOf } from '../../shared/domain/source.ts';
import type { OperationalError } from '../../shared/operational-error.ts';
import type { Comparison, DocsSource } from '../source/docs-source.ts';
import type { SourceHead } from './ask-sources.ts';

/** What one source changed since its indexed revision. */
export interface SourceDiff extends SourceHead {
  /** The revision to index; the indexed one if the source failed, null if it failed and nothing is indexed. */
  readonly to: Revision | null;
  /** Its documents in the index, and the files that could not become documents, by the paths they have there. */
  readonly known: Manifest;
  /** Those of the known files that could not become documents. */
  readonly withheld: Manifest;
  /** Its manifest at `to`; `known` if the source failed. */
  readonly target: Manifest;
  /** Former path → path, from the source's comparison and from roots that stand at another place. */
  readonly renames: ReadonlyMap<string, string>;
  /** Commits touching its roots after `from`, oldest first; empty if the source could not tell. */
  readonly commits: readonly Revision[];
  /** Files that are prepared again although they did not change, because of the time. */
  readonly due: ReadonlySet<string>;
  /** Whether the manifest at `to` was listed and not worked out from a comparison. */
  readonly listed: boolean;
}

/** The source's files at the indexed revision, by the paths they have in the index. */
export interface KnownFiles {
  readonly published: Manifest;
  /**
   * Files that could not become documents: another version of them is published, or none. Because they are known, no
   * later run reads them again.
   */
  readonly withheld: Manifest;
}

/**
 * Finds out what a source changed. Applies its own comparison of the two commits if that can be trusted; otherwise, for
 * another selection of files and for every rebuild, lists the manifest at the head.
 * @param published the source's published documents
 * @param withheld its files that could not become documents when they were last read
 * @param due paths of files that may be published, or no longer be published, without a change of them
 */
export async function diffSource(
  source: DocsSource,
  checked: SourceHead,
  {
    published,
    withheld,
    rebuild,
    due = [],
  }: KnownFiles & {
    readonly rebuild: boolean;
    readonly due?: readonly string[];
  },
  signal: AbortSignal,
): Promise<SourceDiff> {
  const { from, head, reselected } = checked;
  if (head === null) return unmoved({ ...checked, known: published, withheld }, checked.error);
  const to = head.revision;
  const moved = from !== null && from.sha !== to.sha;
  const comparison = moved ? await source.compare(from, to, signal) : null;

  const known = rebuild ? published : new Map([...published, ...withheld]);
  const places = placesAfterMoves(checked, known);
  const here = new Map([...known].map(([path, blob]) => [places.get(path) ?? path, blob]));
  const compared =
    from === null || rebuild || reselected ? null : moved ? appliedComparison(here, comparison) : here;
  const target = compared ?? (await source.manifest(to, signal));
  return {
    ...checked,
    to,
    known,
    withheld,
    target,
    renames: renamesBetween(places, comparison?.changes ?? []),
    commits: comparison?.commits ?? [],
    due: new Set(due.filter((path) => known.has(path) && target.has(path))),
    listed: compared === null,
  };
}

/** The diff of a source that keeps what it has. */
export function unmoved(
  checked: SourceHead & Pick<SourceDiff, 'known' | 'withheld'>,
  error: OperationalError | null,
): SourceDiff {
  const known = new Map([...checked.known, ...checked.withheld]);
  const target = known;
  return {
    ...checked,
    error,
    to: checked.from,
    known,
    target,
    renames: new Map(),
    commits: [],
    due: new Set(),
    listed: false,
  };
}

/** Path in the index → path after roots have moved, for the documents of those roots. */
function placesAfterMoves({ moves, former }: SourceHead, known: Manifest): Map<string, string> {
  const places = new Map<string, string>();
  if (moves.length === 0) return places;
  for (const path of known.keys()) {
    const root = rootOf(former?.roots ?? [], path);
    const move = moves.find(({ from }) => from === root && isBelow(path, from.at));
    if (move !== undefined) places.set(path, pathInIndex(pathBelow(path, move.from), move.to));
  }
  return places;
}

/** Combines the moves of roots with the renames of a comparison, which are between places after the moves. */
function renamesBetween(
  places: ReadonlyMap<string, string>,
  changes: readonly Change[],
): Map<string, string> {
  const formerPlaces = new Map([...places].map(([former, path]) => [path, former]));
  const renames = new Map(places);
  for (const change of changes) {
    if (change.kind !== 'renamed') continue;
    renames.set(formerPlaces.get(change.previousPath) ?? change.previousPath, change.path);
  }
  return renames;
}

function appliedComparison(known: Manifest, comparison: Comparison | null): Manifest | null {
  return comparison === null ? null : applyComparison(known, comparison.changes);
}

/**
 * The manifest that the changes of a commit comparison lead to.
 * @param known the source's manifest at the commit the comparison starts from
 * @returns null if a change contradicts `known` (it removes or modifies a path that is not there, adds one that is, or
 * names a path twice): then the comparison cannot be trusted and the listing has to be read
 */
export function applyComparison(known: Manifest, changes: readonly Change[]): Manifest | null {
  const next = new Map(known);
  for (const change of changes) {
    const former = formerPath(change);
    if (former !== null && !next.delete(former)) return null;
  }
  const written = new Set<string>();
  for (const change of changes) {
    if (change.kind === 'removed') continue;
    if (written.has(change.path)) return null;
    if (next.has(change.path) !== (change.kind === 'modified')) return null;
    next.set(change.path, change.blob);
    written.add(change.path);
  }
  return next;
}

function formerPath(change: Change): string | null {
  if (change.kind === 'removed') return change.path;
  return change.kind === 'renamed' ? change.previousPath : null;
}

/**
 * The changes that lead from one manifest to another, sorted by path, each document once.
 *
 * A removed and an added document are one rename if their blobs are equal or `hints` pairs them. A path that both
 * manifests have is never part of a rename: two swapped files are two modifications, a copy is an addition.
 * @param hints former path → path, from the source's own comparison (it alone can tell a rename with an edit)
 */
export function diffManifests(
  from: Manifest,
  to: Manifest,
  hints: ReadonlyMap<string, string> = new Map(),
): Change[] {
  const removed = new Map(sorted([...from].filter(([path]) => !to.has(path))));
  const added = new Map(sorted([...to].filter(([path]) => !from.has(path))));
  const formerPaths = pairRenames(removed, added, hints);
  const changes: Change[] = [];
  for (const [path, blob] of added) {
    const previousPath = formerPaths.get(path);
    changes.push(
      previousPath === undefined
        ? { kind: 'added', path, blob }
        : { kind: 'renamed', path, previousPath, blob },
    );
  }
  const renamed = new Set(formerPaths.values());
  for (const path of removed.keys()) if (!renamed.has(path)) changes.push({ kind: 'removed', path });
  for (const [path, blob] of to) {
    const known = from.get(path);
    if (known !== undefined && known !== blob) changes.push({ kind: 'modified', path, blob });
  }
  return changes.sort((a, b) => compareText(a.path, b.path));
}

/**
 * Pairs removed and added documents, the most certain pairs first: equal blobs that a hint pairs, equal blobs with the
 * same file name, equal blobs, and last what a hint pairs although it was edited.
 * @returns path → former path
 */
function pairRenames(
  removed: Manifest,
  added: Manifest,
  hints: ReadonlyMap<string, string>,
): Map<string, string> {
  const formerPaths = new Map<string, string>();
  const unpaired = new Set(removed.keys());
  const removedByBlob = Map.groupBy(removed.keys(), (path) => removed.get(path));
  const hinted = new Map([...hints].map(([former, path]) => [path, former]));
  const candidates = (path: string) => {
    const hint = hinted.get(path);
    const equals = removedByBlob.get(added.get(path)) ?? [];
    return hint === undefined ? equals : [hint, ...equals];
  };
  const pair = (fits: (former: string, path: string) => boolean) => {
    for (const path of added.keys()) {
      if (formerPaths.has(path)) continue;
      const former = candidates(path).find((candidate) => unpaired.has(candidate) && fits(candidate, path));
      if (former === undefined) continue;
      formerPaths.set(path, former);
      unpaired.delete(former);
    }
  };
  const equal = (former: string, path: string) => removed.get(former) === added.get(path);

  pair((former, path) => equal(former, path) && hints.get(former) === path);
  pair((former, path) => equal(former, path) && basename(former) === basename(path));
  pair(equal);
  pair((former, path) => hints.get(former) === path);
  return formerPaths;
}

function sorted(entries: [string, string][]): [string, string][] {
  return entries.sort(([a], [b]) => compareText(a, b));
}

/** Order by UTF-16 code unit: the same on every machine, whatever its locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
