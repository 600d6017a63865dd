import { isoTime } from '../../shared/clock.ts';
import type { WrittenSummaries } from '../../shared/domain/index-status.ts';
import type { IndexSession } from '../index/index-writer.ts';
import type { PreparedDocument } from '../prepare/prepared-document.ts';
import { checkAtHead, type HeadCheck, type SourceDiff } from './diff-source.ts';
import type { IndexChanges } from './index-changes.ts';
import type { DocumentSpool, VectorSpool } from './spool.ts';
import type { SummaryOutcome } from './summaries.ts';
import type { ActiveRun } from './sync-run.ts';

/** What waits on the disk to be staged. */
interface StageInput {
  readonly documents: DocumentSpool;
  readonly vectors: VectorSpool;
  readonly summaries: SummaryOutcome;
}

/** Writes the prepared documents to the index, where no reader sees them. */
export async function stageDocuments(
  { progress, heartbeat }: ActiveRun,
  session: IndexSession,
  { documents, vectors, summaries }: StageInput,
): Promise<void> {
  const entries = documents.entries.filter(({ path }) => !summaries.unchanged.has(path));
  progress.started('stage', entries.length);
  let staged = 0;
  let chunks = 0;
  for (const batch of documents.batches(entries)) {
    await heartbeat();
    const hashes = batch.flatMap((prepared) => prepared.chunks.map((chunk) => chunk.contentHash));
    await session.stage({
      documents: batch.map((prepared) => withSummary(prepared, summaries)),
      vectors: vectors.read(new Set(hashes)),
    });
    staged += batch.length;
    chunks += hashes.length;
    progress.advanced(staged);
  }
  progress.finished({ documents: staged, chunks });
}

function withSummary(prepared: PreparedDocument, { summaries }: SummaryOutcome): PreparedDocument {
  const { document, chunks } = prepared;
  const summary = summaries.get(document.blob) ?? document.summary;
  return { document: { ...document, summary }, chunks };
}

/** What a publish says about the documents that were staged for it. */
interface PublishInput {
  readonly check: HeadCheck;
  readonly diff: SourceDiff;
  readonly changes: IndexChanges;
  readonly summaries: WrittenSummaries | null;
}

/** Makes everything staged visible at once. */
export async function publishStaged(
  { recorder, progress, clock }: ActiveRun,
  session: IndexSession,
  { check, diff, changes, summaries }: PublishInput,
): Promise<void> {
  progress.started('publish');
  const { removed, renamed, changed, skipped } = changes;
  const confirmed = checkAtHead(check);
  const { sequence, documents, chunks } = await session.publish({
    commit: diff.to,
    publishedAt: isoTime(clock()),
    check: confirmed,
    removed,
    renamed,
    // The first publish of a source lists no documents in the history: all of them are new.
    changed: diff.from === null ? [] : changed,
    commits: diff.commits,
    skipped,
    summaries,
  });
  recorder.record({ check: confirmed, sequence, chunks: { total: chunks } });
  progress.finished({ sequence, documents, chunks });
}
