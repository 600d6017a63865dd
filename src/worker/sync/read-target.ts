import type { Change, Manifest } from '../../shared/domain/change.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { IndexView } from '../index/index-writer.ts';
import type { Comparison } from '../source/docs-source.ts';
import { applyComparison } from './apply-comparison.ts';
import type { CheckedHead } from './check-head.ts';
import { knownManifest } from './known-manifest.ts';
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
