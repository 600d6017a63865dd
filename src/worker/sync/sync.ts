import type { SkippedDocument } from '../../shared/domain/document.ts';
import type { RunOutcome } from '../../shared/domain/index-status.ts';
import { describeError } from '../../shared/operational-error.ts';
import type { BeginOptions, IndexSession, IndexView } from '../index/index-writer.ts';
import { wantedFingerprint } from '../wanted-fingerprint.ts';
import { checkAtHead, checkHead, diffSource, type HeadCheck, type SourceDiff } from './diff-source.ts';
import { type EmbeddingPlan, embedTexts, planEmbeddings } from './embed-texts.ts';
import { type IndexChanges, planChunks, planIndexChanges } from './index-changes.ts';
import { guardAgainstAllSkipped, guardAgainstMassDelete } from './mass-delete-guard.ts';
import { prepareDocuments } from './prepare-documents.ts';
import { readDocuments } from './read-documents.ts';
import { type FinishedRun, RunRecorder, type RunReport, runError } from './run-report.ts';
import { type DocumentSpool, TemporaryFile } from './spool.ts';
import { publishStaged, stageDocuments } from './stage-and-publish.ts';
import {
  documentsToRefresh,
  planSummaries,
  type SummaryPlan,
  summariesAreComplete,
  writeSummaries,
} from './summaries.ts';
import {
  type ActiveRun,
  createHeartbeat,
  type SyncDeps,
  type SyncRequest,
  type SyncRun,
} from './sync-run.ts';

/**
 * One run: brings the index to the source's head and records it. Never rejects: a failure is in the report, and then
 * the published sequence is what it was.
 * @param signal stops the run between two documents or requests; its reason becomes the run's error
 */
export async function sync(deps: SyncDeps, request: SyncRequest, signal: AbortSignal): Promise<RunReport> {
  const recorder = new RunRecorder(deps.clock);
  if (request.dryRun) recorder.record({ dryRun: true });
  const run: SyncRun = { ...deps, request, signal, recorder };
  let outcome: RunOutcome = 'failed';
  let error: unknown;
  try {
    outcome = await perform(run);
  } catch (thrown) {
    error = signal.aborted ? signal.reason : thrown;
    deps.logger.debug({ err: thrown }, 'the run failed');
  }
  recorder.record({ requests: { github: deps.source.requests } });
  return recordRun(run, recorder.finish(outcome, error));
}

async function perform(run: SyncRun): Promise<RunOutcome> {
  const options = beginOptions(run);
  const published = await run.writer.inspect(options);
  const check = await checkHead(run, published.status);
  if (isUpToDate(run, published, check)) return confirmUnchanged(run, check, published.status.skipped);
  if (run.request.dryRun) return performDryRun(run, published, check);

  const opened = await run.writer.begin(options);
  if ('heldBy' in opened) {
    run.recorder.record({ lease: opened });
    return 'skipped';
  }
  const { session } = opened;
  try {
    const overtaken = session.status.commit?.sha !== published.status.commit?.sha;
    return await updateIndex(run, session, overtaken ? await checkHead(run, session.status) : check);
  } finally {
    await session.abandon();
  }
}

function beginOptions({ source, embedder, site, request, owner }: SyncRun): BeginOptions {
  const fingerprint = wantedFingerprint(embedder, site);
  return { source: source.identity, rebuild: request.rebuild, owner, fingerprint };
}

function isUpToDate({ summarizer }: SyncRun, { status, rebuild }: IndexView, { head }: HeadCheck): boolean {
  const isAtHead = status.commit?.sha === head.revision.sha;
  return !rebuild && isAtHead && summariesAreComplete(status, summarizer);
}

/** The index is at the head, with these files skipped, now or in an earlier run. */
function confirmUnchanged(
  { recorder }: SyncRun,
  check: HeadCheck,
  skipped: readonly SkippedDocument[],
): RunOutcome {
  recorder.record({ skipped, check: checkAtHead(check) });
  return 'unchanged';
}

/** Takes the index to the head, under a lease. */
async function updateIndex(run: SyncRun, session: IndexSession, check: HeadCheck): Promise<RunOutcome> {
  if (isUpToDate(run, session, check)) return confirmUnchanged(run, check, session.status.skipped);
  const heartbeat = createHeartbeat(run.signal, { session, clock: run.clock });
  const disk = new TemporaryFile();
  try {
    const active: ActiveRun = { ...run, view: session, heartbeat, disk };
    const work = await determineWork(active, check);
    const { diff, changes, documents } = work;
    const vectors = await embedTexts(active, work.embeddings, documents);
    const summaries = await writeSummaries(active, work.summaries, documents);
    const { written } = summaries;
    if (!needsPublish(session, changes, documents.size - summaries.unchanged.size)) {
      const { skipped } = changes;
      await session.advance({ commit: diff.to, check: checkAtHead(check), skipped, summaries: written });
      return confirmUnchanged(run, check, skipped);
    }
    await stageDocuments(active, session, { documents, vectors, summaries });
    await heartbeat();
    await publishStaged(active, session, { check, diff, changes, summaries: written });
    return 'published';
  } finally {
    disk.close();
  }
}

/** Finds out what a real run would do, from what is published, without a lease and without asking a model. */
async function performDryRun(run: SyncRun, published: IndexView, check: HeadCheck): Promise<RunOutcome> {
  const disk = new TemporaryFile();
  try {
    const active: ActiveRun = { ...run, view: published, heartbeat: createHeartbeat(run.signal), disk };
    const { changes, documents, embeddings, summaries } = await determineWork(active, check);
    const { missing, tokens } = embeddings;
    run.recorder.record({
      embeddings: { requested: missing.size, tokens },
      summaries: { requested: summaries.missing.size },
      plan: changes.changed,
    });
    return needsPublish(published, changes, documents.size) ? 'published' : 'unchanged';
  } finally {
    disk.close();
  }
}

/** What a run has to do. */
interface SyncWork {
  readonly diff: SourceDiff;
  readonly documents: DocumentSpool;
  readonly changes: IndexChanges;
  readonly embeddings: EmbeddingPlan;
  readonly summaries: SummaryPlan;
}

/** The steps that neither write to the index nor ask a model: from the diff to the plans. */
async function determineWork(run: ActiveRun, check: HeadCheck): Promise<SyncWork> {
  const { view, recorder } = run;
  const diff = await diffSource(run, check);
  const { published, docsBehind } = diff;
  recorder.record({ changes: diff.counts, check: { checkedAt: check.checkedAt, docsBehind } });
  if (!run.request.allowMassDelete) guardAgainstMassDelete(diff.known, diff.target, diff.changes);

  const refresh = documentsToRefresh(view, diff, run.summarizer);
  const files = await readDocuments(run, diff, refresh);
  const { documents, skipped } = await prepareDocuments(run, files);
  const changes = planIndexChanges(view, diff, skipped);
  recorder.record({ changes: changes.counts, skipped: changes.skipped });
  guardAgainstAllSkipped(changes.documentsAfter, changes.skipped);

  const embeddings = await planEmbeddings(run, documents);
  const summaries = await planSummaries(run, published, refresh, documents);
  recorder.record({
    chunks: await planChunks(view, changes, published, documents),
    embeddings: { reused: embeddings.reused },
    summaries: { reused: summaries.known.size },
  });
  return { diff, documents, changes, embeddings, summaries };
}

/** Whether a publish is needed; otherwise the published sequence can advance to the head as it is. */
function needsPublish({ rebuild }: IndexView, { changed }: IndexChanges, toStage: number): boolean {
  return rebuild || changed.length > 0 || toStage > 0;
}

/**
 * Keeps the run with the index. A dry run and a skipped run leave no trace. An unchanged run that cannot be recorded has
 * failed, because its check of the head was all it had to record; any other outcome stands.
 */
async function recordRun(run: SyncRun, { report, record, check }: FinishedRun): Promise<RunReport> {
  const { writer, recorder, request, logger } = run;
  if (request.dryRun || report.outcome === 'skipped') return report;
  try {
    await writer.recordRun(record, check ?? undefined);
    return report;
  } catch (error) {
    if (report.outcome === 'unchanged') return recorder.finish('failed', error).report;
    const isReported = report.error?.code === runError(error).code;
    if (!isReported) logger.warn(`this run could not be recorded: ${describeError(error)}`);
    return report;
  }
}
