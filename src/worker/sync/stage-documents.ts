import type { IndexSession } from '../index/index-writer.ts';
import type { SafePoint } from './safe-point.ts';
import type { Spool } from './spool.ts';
import type { SyncRun } from './sync-run.ts';
import type { SummaryOutcome } from './write-summaries.ts';

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
