import type { IndexSession } from '../index/index-writer.ts';
import type { SafePoint } from './safe-point.ts';
import type { Spool } from './spool.ts';
import type { SyncRun } from './sync-run.ts';

/** Hands everything in the spool to the index, where no reader sees it. */
export async function stageDocuments(
  { progress }: SyncRun,
  session: IndexSession,
  spool: Spool,
  safePoint: SafePoint,
): Promise<void> {
  progress.started('stage', spool.documentCount);
  let staged = 0;
  for (const documents of spool.batches()) {
    await safePoint();
    const hashes = documents.flatMap(({ chunks }) => chunks.map((chunk) => chunk.contentHash));
    await session.stage({ documents, vectors: spool.vectors(new Set(hashes)) });
    staged += documents.length;
    progress.advanced(staged);
  }
  progress.finished({ documents: staged, chunks: spool.chunkIds.size });
}
