import type { WrittenSummaries } from '../../shared/domain/index-status.ts';
import { isoTime } from '../../shared/time/clock.ts';
import type { IndexSession } from '../index/index-writer.ts';
import { atHead, type CheckedHead } from './check-head.ts';
import type { SyncPlan } from './plan-sync.ts';
import { describeChanges } from './publication.ts';
import type { SyncRun } from './sync-run.ts';

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
