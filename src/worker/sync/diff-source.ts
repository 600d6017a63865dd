import { isoTime } from '../../shared/clock.ts';
import type { Change, Manifest } from '../../shared/domain/change.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import type { IndexStatus, SourceCheck } from '../../shared/domain/index-status.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { Comparison, Head } from '../source/docs-source.ts';
import { diffManifests } from './manifest-diff.ts';
import { type ChangeCounts, countChanges } from './run-report.ts';
import type { ActiveRun, SyncRun } from './sync-run.ts';

/** Where a run starts and where it is going. */
export interface HeadCheck {
  /** The indexed revision; null before the first publish and for an index of another source. */
  readonly from: Revision | null;
  /** The source's newest revision. */
  readonly head: Head;
  /** When the source answered, ISO 8601 in UTC. */
  readonly checkedAt: string;
}

/** Asks the source for its head; conditionally, if the index knows a former answer. */
export async function checkHead(run: SyncRun, status: IndexStatus): Promise<HeadCheck> {
  const { source, progress, recorder, signal } = run;
  progress.started('head');
  const from = status.source === source.identity ? status.commit : null;
  recorder.record({
    from,
    sequence: status.sequence,
    chunks: { total: status.chunks, kept: status.chunks },
  });
  const known =
    from === null ? null : { revision: from, ...(status.headTag === null ? {} : { tag: status.headTag }) };
  const head = await source.head(known, signal);
  const { revision } = head;
  recorder.record({ to: revision });
  progress.finished({
    commit: revision.sha,
    subject: revision.subject,
    moved: revision.sha !== from?.sha,
  });
  return { from, head, checkedAt: isoTime(run.clock()) };
}

/** What the source has confirmed once the index is at its head. */
export function checkAtHead({ checkedAt, head: { tag } }: HeadCheck): SourceCheck {
  return { checkedAt, docsBehind: 0, ...(tag === undefined ? {} : { headTag: tag }) };
}

/** What the source changed since the indexed revision. */
export interface SourceDiff {
  /** The indexed revision; null if nothing of this source is indexed. */
  readonly from: Revision | null;
  /** The source's head. */
  readonly to: Revision;
  /** The published documents; empty for an index of another source. */
  readonly published: Manifest;
  /** The source's manifest at `from`. */
  readonly known: Manifest;
  /** The source's manifest at `to`. */
  readonly target: Manifest;
  /** From `known` to `target`. */
  readonly changes: readonly Change[];
  readonly counts: ChangeCounts;
  /** Commits touching the docs root after `from`, oldest first; empty if the source could not tell. */
  readonly commits: readonly Revision[];
  /** How many commits the index is behind: at least 1 if there is a change. */
  readonly docsBehind: number;
}

/**
 * Applies the source's own comparison of the two commits if it can be trusted; otherwise, and for every rebuild,
 * compares the listing at the head with the known manifest.
 */
export async function diffSource(run: ActiveRun, { from, head }: HeadCheck): Promise<SourceDiff> {
  const { source, view, signal, progress } = run;
  progress.started('diff');
  const to = head.revision;
  const published: Manifest = from === null ? new Map() : await view.manifest();
  const known = view.rebuild ? published : knownManifest(published, view.status.skipped);

  const moved = from?.sha !== to.sha;
  const comparison = from !== null && moved ? await source.compare(from, to, signal) : null;
  const compared = view.rebuild ? null : moved ? appliedComparison(known, comparison) : known;
  const target = compared ?? (await source.manifest(to, signal));
  const changes = diffManifests(known, target, renameHints(comparison?.changes ?? []));
  const commits = comparison?.commits ?? [];

  const counts = countChanges(changes);
  progress.finished({ ...counts, commits: commits.length, listed: compared === null });
  const docsBehind = Math.max(commits.length, changes.length > 0 ? 1 : 0);
  return { from, to, published, known, target, changes, counts, commits, docsBehind };
}

/**
 * The source's manifest at the indexed revision: the published documents, and on top of them the files that could not
 * become documents, which have another blob in the source or are not published at all. Because they are known, no later
 * run reads them again.
 */
export function knownManifest(published: Manifest, skipped: readonly SkippedDocument[]): Manifest {
  return new Map([...published, ...skipped.map(({ path, blob }) => [path, blob] as const)]);
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

/** Former path → path. */
function renameHints(changes: readonly Change[]): Map<string, string> {
  const renames = changes.filter((change) => change.kind === 'renamed');
  return new Map(renames.map(({ previousPath, path }) => [previousPath, path]));
}
