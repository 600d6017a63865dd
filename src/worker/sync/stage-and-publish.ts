import { isoTime } from '../../shared/clock.ts';
import type { WrittenSummaries } from '../../shared/domain/index-status.ts';
import type { IndexSession } from '../index/index-writer.ts';
import type { PreparedDocument } from '../prepare/prepared-document.ts';
import { findOutdated } from './find-outdated.ts';
import { type IndexChanges, publishedSources } from './index-changes.ts';
import type { IndexDiff } from './index-diff.ts';
import type { HistoryOutcome } from './read-former-paths.ts';
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
interface PublishInput extends HistoryOutcome {
  readonly diff: IndexDiff;
  readonly changes: IndexChanges;
  readonly documents: DocumentSpool;
  readonly summaries: WrittenSummaries | null;
}

/** Makes everything staged visible at once. */
export async function publishStaged(
  run: ActiveRun,
  session: IndexSession,
  input: PublishInput,
): Promise<void> {
  const { recorder, progress, clock } = run;
  const { diff, changes, sources, summaries, formerPaths } = input;
  progress.started('publish');
  const outdatedNames = await findOutdated(run, input);
  const { removed, renamed, changed, skipped, due } = changes;
  const { sequence, documents, chunks } = await session.publish({
    sources,
    publishedAt: isoTime(clock()),
    removed,
    renamed,
    published: publishedSources(diff, changed, session.status),
    skipped,
    due,
    summaries,
    outdatedNames,
    ...(formerPaths === undefined ? {} : { formerPaths }),
  });
  recorder.record({ checks: sources, sequence, chunks: { total: chunks } });
  progress.finished({ sequence, documents, chunks });
}
