import type { Change, Manifest } from '../../shared/domain/change.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { IndexView } from '../index/index-writer.ts';
import type { Comparison } from '../source/docs-source.ts';
import type { CheckedHead } from './check-head.ts';
import { diffManifests } from './manifest-diff.ts';
import { guardAgainstMassDelete } from './mass-delete-guard.ts';
import { countChanges } from './run-report.ts';
import type { SyncRun } from './sync-run.ts';

/** Where the source is, seen from where the index is. */
export interface Target {
  readonly revision: Revision;
  /** The source's manifest at the revision. */
  readonly manifest: Manifest;
  /** What is published now; empty for an index of another source. */
  readonly published: Manifest;
  /** What the source changed since the indexed commit. */
  readonly changes: readonly Change[];
  /** Commits touching the docs root on the way, oldest first; empty where the source could not tell. */
  readonly commits: readonly Revision[];
}

/**
 * Compares commits where that can be trusted, otherwise the listing at the head with the manifest known; a rebuild
 * trusts nothing and always reads the listing. Stops a run that would remove most of the index.
 */
export async function readTarget(run: SyncRun, view: IndexView, head: CheckedHead): Promise<Target> {
  const { source, signal, ledger, progress } = run;
  progress.started('diff');
  const { from } = ledger.entries;
  const to = head.revision;
  const published: Manifest = from === null ? new Map() : await view.manifest();
  const known = view.rebuild ? published : knownManifest(published, view.status.skipped);

  const unmoved = from?.sha === to.sha;
  const comparison = from === null || unmoved ? null : await source.compare(from, to, signal);
  const compared = view.rebuild ? null : unmoved ? known : applied(known, comparison);
  const manifest = compared ?? (await source.manifest(to, signal));
  const changes = diffManifests(known, manifest, renameHints(comparison?.changes ?? []));
  const commits = comparison?.commits ?? [];

  ledger.enter({ changes: countChanges(changes) });
  const docsBehind = Math.max(commits.length, changes.length > 0 ? 1 : 0);
  ledger.check = { checkedAt: head.checkedAt, docsBehind };
  progress.finished({ ...countChanges(changes), commits: commits.length, listed: compared === null });
  if (!run.request.allowMassDelete) guardAgainstMassDelete(known, manifest, changes);
  return { revision: to, manifest, published, changes, commits };
}

function applied(known: Manifest, comparison: Comparison | null): Manifest | null {
  return comparison === null ? null : applyComparison(known, comparison.changes);
}

function renameHints(changes: readonly Change[]): Map<string, string> {
  const renames = changes.filter((change) => change.kind === 'renamed');
  return new Map(renames.map(({ previousPath, path }) => [previousPath, path]));
}

/**
 * The manifest that the changes of a commit comparison lead to.
 * @param known the source's manifest at the commit the comparison starts from
 * @returns null where a change does not fit what is known (removed but not there, added but there, modified but
 * unknown, one path twice): then the comparison is not to be trusted and the listing must be read
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
 * The source's manifest at the indexed commit: what is published, and over it the files that could not become
 * documents, which stand in the source with another blob or are not published at all. Remembering them here is what
 * keeps them from being read again by every run.
 */
export function knownManifest(published: Manifest, skipped: readonly SkippedDocument[]): Manifest {
  return new Map([...published, ...skipped.map(({ path, blob }) => [path, blob] as const)]);
}

/** The skipped documents of a new revision: those of before that are still the same there, and the new ones. */
export function skippedAt(
  target: Manifest,
  before: readonly SkippedDocument[],
  now: readonly SkippedDocument[],
): SkippedDocument[] {
  const again = new Set(now.map((document) => document.path));
  return [...before.filter(({ path, blob }) => target.get(path) === blob && !again.has(path)), ...now].sort(
    (a, b) => (a.path < b.path ? -1 : 1),
  );
}

/**
 * The changes of the source as changes of the index: a skipped document keeps what is published of it, and a document
 * whose former version was never published is an added one.
 * @param skipped paths of the documents skipped in this run
 */
export function changesOfIndex(
  changes: readonly Change[],
  published: Manifest,
  skipped: ReadonlySet<string>,
): Change[] {
  return changes.flatMap((change): Change[] => {
    const former = change.kind === 'renamed' ? change.previousPath : null;
    if (change.kind === 'removed') return published.has(change.path) ? [change] : [];
    if (skipped.has(change.path)) {
      return former !== null && published.has(former) ? [{ kind: 'removed', path: former }] : [];
    }
    const { path, blob } = change;
    if (former !== null) return published.has(former) ? [change] : [{ kind: 'added', path, blob }];
    return [{ kind: published.has(path) ? 'modified' : 'added', path, blob }];
  });
}
