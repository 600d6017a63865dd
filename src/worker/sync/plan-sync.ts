import type { Change } from '../../shared/domain/change.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import type { IndexView } from '../index/index-writer.ts';
import type { FileRef } from '../source/docs-source.ts';
import type { CheckedHead } from './check-head.ts';
import { changesOfIndex, readTarget, skippedAt, type Target } from './diff-source.ts';
import { type EmbeddingPlan, planEmbeddings } from './embed-texts.ts';
import { prepareDocuments } from './prepare-documents.ts';
import { readDocuments } from './read-documents.ts';
import { countChanges } from './run-report.ts';
import type { Spool } from './spool.ts';
import { compareChunks, describeChanges } from './stage-documents.ts';
import { documentsToRefresh, planSummaries, type SummaryPlan } from './summaries.ts';
import type { SafePoint, SyncRun } from './sync-run.ts';

/** What a run is going to do. The documents themselves wait in the spool. */
export interface SyncPlan {
  readonly target: Target;
  /** What changes for readers. */
  readonly changes: readonly Change[];
  readonly skipped: readonly SkippedDocument[];
  readonly embeddings: EmbeddingPlan;
  readonly summaries: SummaryPlan;
  /** No document changes, nor is in the spool: the published sequence may move on to the head as it is. */
  readonly idle: boolean;
}

/** Diffs, reads and compares, and enters what it will come to into the ledger. Changes nothing in the index. */
export async function planSync(
  run: SyncRun,
  view: IndexView,
  head: CheckedHead,
  spool: Spool,
  safePoint: SafePoint,
): Promise<SyncPlan> {
  const target = await readTarget(run, view, head);
  await readDocuments(run, view, target, spool, safePoint);
  const refreshed = documentsToRefresh(view, target, run.summarizer);
  const newlySkipped = await prepareDocuments(run, view, target, refreshed, spool, safePoint);
  const skippedPaths = new Set(newlySkipped.map(({ path }) => path));
  const changes = changesOfIndex(target.changes, target.published, skippedPaths);
  const skippedBefore = view.rebuild ? [] : view.status.skipped;
  const skipped = skippedAt(target.manifest, skippedBefore, newlySkipped);
  const counts = countChanges(changes);
  run.ledger.enter({ changes: counts, skipped });
  refuseToEmpty(target, skipped, counts);

  const embeddings =
    run.embedder === null
      ? { missing: new Set<string>(), reused: 0, tokens: 0 }
      : await planEmbeddings(spool, view, safePoint);
  const { published } = target;
  const summaries = await planSummaries(view, published, refreshed, run.summarizer, spool, safePoint);
  const live = view.rebuild ? new Set<string>() : await liveChunkIds(view, changes, refreshed);
  const before = view.rebuild ? 0 : view.status.chunks;
  run.ledger.enter({
    chunks: compareChunks(before, live, spool.chunkIds),
    embeddings: { requested: 0, reused: embeddings.reused, tokens: 0 },
    summaries: { ...run.ledger.entries.summaries, reused: summaries.known.size },
  });
  const idle = !view.rebuild && changes.length + spool.documentCount === 0;
  return { target, changes, skipped, embeddings, summaries, idle };
}

/** Files that all turn out unreadable at once are the reader's fault or the branch's, not a wish for an empty index. */
function refuseToEmpty(
  { published }: Target,
  skipped: readonly SkippedDocument[],
  { added, removed }: { readonly added: number; readonly removed: number },
): void {
  if (skipped.length === 0 || published.size + added - removed > 0) return;
  throw new OperationalError(
    'DOCS_ALL_SKIPPED',
    `none of the ${skipped.length} documents can be indexed; the first, ${skipped[0]?.path}: ${skipped[0]?.reason}.`,
    'Check DOCS_SOURCE, DOCS_REF and DOCS_PATH.',
  );
}

async function liveChunkIds(
  view: IndexView,
  changes: readonly Change[],
  refreshed: readonly FileRef[],
): Promise<Set<string>> {
  const { removed } = describeChanges(changes);
  const modified = changes.filter((change) => change.kind === 'modified').map(({ path }) => path);
  const live = await view.liveChunks([...removed, ...modified, ...refreshed.map(({ path }) => path)]);
  return new Set([...live.values()].flat().map((chunk) => chunk.id));
}
