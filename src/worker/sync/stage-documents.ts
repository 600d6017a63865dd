import { isoTime } from '../../shared/clock.ts';
import type { Change } from '../../shared/domain/change.ts';
import type { ChangedDocument } from '../../shared/domain/history.ts';
import type { WrittenSummaries } from '../../shared/domain/index-status.ts';
import type { IndexSession, Publication } from '../index/index-writer.ts';
import { atHead, type CheckedHead } from './check-head.ts';
import type { SyncPlan } from './plan-sync.ts';
import type { Spool } from './spool.ts';
import type { SummaryOutcome } from './summaries.ts';
import type { SafePoint, SyncRun } from './sync-run.ts';

/** Hands the documents in the spool to the index, finished, where no reader sees them. */
export async function stageDocuments(
  { progress }: SyncRun,
  session: IndexSession,
  spool: Spool,
  { finished, leftAlone }: SummaryOutcome,
  safePoint: SafePoint,
): Promise<void> {
  progress.started('stage', spool.documentCount - leftAlone);
  let staged = 0;
  let chunks = 0;
  for (const batch of spool.batches()) {
    await safePoint();
    const documents = batch.map(finished).filter((document) => document !== null);
    const hashes = documents.flatMap((document) => document.chunks.map((chunk) => chunk.contentHash));
    await session.stage({ documents, vectors: spool.vectors(new Set(hashes)) });
    staged += documents.length;
    chunks += hashes.length;
    progress.advanced(staged);
  }
  progress.finished({ documents: staged, chunks });
}

/** Makes everything staged visible at once. The first publish of a source lists no documents: all of them are new. */
export async function publish(
  run: SyncRun,
  session: IndexSession,
  plan: SyncPlan,
  summaries: WrittenSummaries | null,
  head: CheckedHead,
): Promise<void> {
  const { ledger, progress, clock } = run;
  progress.started('publish');
  const { removed, renamed, changed } = describeChanges(plan.changes);
  const status = await session.publish({
    commit: head.revision,
    publishedAt: isoTime(clock()),
    check: atHead(head),
    removed,
    renamed,
    changed: ledger.entries.from === null ? [] : changed,
    commits: plan.target.commits,
    skipped: plan.skipped,
    summaries,
  });
  ledger.check = atHead(head);
  ledger.enter({ sequence: status.sequence, chunks: { ...ledger.entries.chunks, total: status.chunks } });
  progress.finished({ sequence: status.sequence, documents: status.documents, chunks: status.chunks });
}

/** What a publish has to know about the documents that change: those that go, those that moved, and the history's entry. */
export function describeChanges(
  changes: readonly Change[],
): Pick<Publication, 'removed' | 'renamed' | 'changed'> {
  const renames = changes.filter((change) => change.kind === 'renamed');
  return {
    removed: changes.flatMap((change) => {
      if (change.kind === 'removed') return [change.path];
      return change.kind === 'renamed' ? [change.previousPath] : [];
    }),
    renamed: new Map(renames.map(({ previousPath, path }) => [previousPath, path])),
    changed: changes.map(
      (change): ChangedDocument => ({
        path: change.path,
        change: change.kind,
        ...(change.kind === 'renamed' ? { previousPath: change.previousPath } : {}),
      }),
    ),
  };
}

/** Chunks of the index before and after a publish, told apart by id: the digest of all their fields, path included. */
export interface ChunkChanges {
  /** In the index after the publish. */
  readonly total: number;
  readonly added: number;
  readonly removed: number;
  /** Published before and left as they are. */
  readonly kept: number;
}

/**
 * @param before number of chunks in the index before
 * @param live ids of the published chunks of every document that changes or goes
 * @param staged ids of the chunks of every document that changes or comes
 */
export function compareChunks(
  before: number,
  live: ReadonlySet<string>,
  staged: ReadonlySet<string>,
): ChunkChanges {
  const removed = live.difference(staged).size;
  const added = staged.difference(live).size;
  return { total: before - removed + added, added, removed, kept: before - removed };
}
