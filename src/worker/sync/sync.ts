import { type IndexStatus, snapshotId } from '../../shared/domain/index-status.ts';
import type { RunOutcome } from '../../shared/domain/run.ts';
import type { SourceStatus } from '../../shared/domain/source.ts';
import type { BeginOptions, IndexSession, IndexView } from '../index/index-writer.ts';
import type { FileRef } from '../source/docs-source.ts';
import {
  type AskedSources,
  askSources,
  planSources,
  reportSource,
  sourcesAreCurrent,
} from './ask-sources.ts';
import { type EmbeddingPlan, embedTexts, planEmbeddings } from './embed-texts.ts';
import { type IndexChanges, planChunks, planIndexChanges, sourcesAfter } from './index-changes.ts';
import {
  checksOf,
  diffSources,
  dueFiles,
  type IndexDiff,
  readdressedDocuments,
  requireAnySource,
  withoutSources,
} from './index-diff.ts';
import {
  guardAgainstAllSkipped,
  guardAgainstMassDelete,
  guardAgainstMassUnpublishing,
} from './mass-delete-guard.ts';
import { type PreparationResult, prepareDocuments, readDocuments } from './prepare-documents.ts';
import { hasHistoryToRead, readFormerPaths } from './read-former-paths.ts';
import { RunRecorder, type RunReport, recordRun } from './run-report.ts';
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
  runIsDue,
  type SyncDeps,
  type SyncRequest,
  type SyncRun,
  wantedFingerprint,
} from './sync-run.ts';

/**
 * One run: brings the index to the heads of its sources and records it. Never rejects: a failure is in the report, and
 * then the published sequence is what it was. A source that fails alone keeps what it has and is named in the report.
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
  recorder.record({ requests: { github: deps.sources.requests } });
  return recordRun(run, recorder.finish(outcome, error));
}

async function perform(run: SyncRun): Promise<RunOutcome> {
  const options = beginOptions(run);
  const published = await run.writer.inspect(options);
  if (!isDue(run, published)) return 'skipped';
  const asked = await askSources(run, published.status);
  if (isUpToDate(run, published, asked)) return confirmUnchanged(run, asked, published.status);
  if (run.request.dryRun) return performDryRun(run, published, asked);

  const opened = await run.writer.begin(options);
  if ('heldBy' in opened) {
    run.recorder.record({ lease: opened });
    return 'skipped';
  }
  const { session } = opened;
  try {
    const overtaken = snapshotId(session.status) !== snapshotId(published.status);
    return await updateIndex(run, session, overtaken ? await askSources(run, session.status) : asked);
  } finally {
    await session.abandon();
  }
}

/** A run that is not due is made nevertheless if the settings ask for another index than the published one. */
function isDue({ request, sources, clock }: SyncRun, { status, rebuild }: IndexView): boolean {
  if (rebuild || runIsDue(status, request.dueBy, clock())) return true;
  return !sourcesAreCurrent(planSources(status, sources.identities, request), status);
}

function beginOptions({ embedder, request, owner }: SyncRun): BeginOptions {
  return { rebuild: request.rebuild, owner, fingerprint: wantedFingerprint(embedder) };
}

function isUpToDate(run: SyncRun, { status, rebuild }: IndexView, { plan, heads }: AskedSources): boolean {
  const areAtHead = heads.every(({ from, head }) => head === null || head.revision.sha === from?.sha);
  const isComplete = summariesAreComplete(status, run.summarizer) && !hasHistoryToRead(run, heads);
  const isDue = dueFiles(status, run.clock()).length > 0;
  return !rebuild && areAtHead && sourcesAreCurrent(plan, status) && isComplete && !isDue;
}

/** The index is at the head of every source that answered, with these files skipped, now or in an earlier run. */
function confirmUnchanged(
  { recorder }: SyncRun,
  { heads }: AskedSources,
  { skipped }: IndexStatus,
): RunOutcome {
  const checks = heads.flatMap(({ identity, head, checkedAt }) =>
    head === null ? [] : [{ ...identity, checkedAt, behind: 0, headTag: head.tag ?? null }],
  );
  recorder.record({ skipped, checks });
  return 'unchanged';
}

/** Takes the index to the heads, under a lease. */
async function updateIndex(run: SyncRun, session: IndexSession, asked: AskedSources): Promise<RunOutcome> {
  if (isUpToDate(run, session, asked)) return confirmUnchanged(run, asked, session.status);
  const heartbeat = createHeartbeat(run.signal, { session, clock: run.clock });
  const temporaryFile = new TemporaryFile();
  try {
    const active: ActiveRun = { ...run, view: session, heartbeat, temporaryFile };
    const work = await determineWork(active, asked);
    const { diff, changes, documents } = work;
    const vectors = await embedTexts(active, work.embeddings, documents);
    const summaries = await writeSummaries(active, work.summaries, documents);
    const { written } = summaries;
    const history = await readFormerPaths(active, work);
    if (!needsPublish(session, changes, documents.size - summaries.unchanged.size)) {
      const { skipped, due } = changes;
      await session.advance({ ...history, skipped, due, summaries: written });
      run.recorder.record({ skipped, checks: history.sources });
      return 'unchanged';
    }
    await stageDocuments(active, session, { documents, vectors, summaries });
    await heartbeat();
    await publishStaged(active, session, { ...history, diff, changes, documents, summaries: written });
    return 'published';
  } finally {
    temporaryFile.close();
  }
}

/** Finds out what a real run would do, from what is published, without a lease and without asking a model. */
async function performDryRun(run: SyncRun, published: IndexView, asked: AskedSources): Promise<RunOutcome> {
  const temporaryFile = new TemporaryFile();
  try {
    const active: ActiveRun = {
      ...run,
      view: published,
      heartbeat: createHeartbeat(run.signal),
      temporaryFile,
    };
    const { changes, documents, embeddings, summaries } = await determineWork(active, asked);
    const { missing, tokens } = embeddings;
    run.recorder.record({
      embeddings: { requested: missing.size, tokens },
      summaries: { requested: summaries.missing.size },
      plan: changes.changed,
    });
    return needsPublish(published, changes, documents.size) ? 'published' : 'unchanged';
  } finally {
    temporaryFile.close();
  }
}

/** What a run has to do. */
interface SyncWork {
  readonly diff: IndexDiff;
  readonly documents: DocumentSpool;
  readonly formerPaths: PreparationResult['formerPaths'];
  readonly changes: IndexChanges;
  /** The sources as the index records them once the work is done. */
  readonly sources: readonly SourceStatus[];
  readonly embeddings: EmbeddingPlan;
  readonly summaries: SummaryPlan;
}

/** The steps that neither write to the index nor ask a model: from the diff to the plans. */
async function determineWork(run: ActiveRun, asked: AskedSources): Promise<SyncWork> {
  const { view, recorder, request } = run;
  const compared = await diffSources(run, asked);
  const record = (diff: IndexDiff) =>
    recorder.record({
      changes: diff.counts,
      sources: diff.sources.map(reportSource),
      checks: checksOf(diff, compared),
    });
  record(compared);
  requireAnySource(compared);
  const guarded = request.allowMassDelete
    ? compared
    : withoutSources(compared, guardAgainstMassDelete(compared));
  record(guarded);
  requireAnySource(guarded);

  const read = await readDocuments(run, guarded, (diff) => Object.values(refreshOf(run, diff)).flat());
  const { diff } = read;
  record(diff);
  requireAnySource(diff);
  const prepared = await prepareDocuments(run, read);
  const { documents } = prepared;
  const changes = planIndexChanges(view, diff, prepared);
  recorder.record({ changes: changes.counts, skipped: changes.skipped });
  if (!request.allowMassDelete) guardAgainstMassUnpublishing(diff, prepared.skipped);
  guardAgainstAllSkipped(changes.documentsAfter, changes.skipped);

  const embeddings = await planEmbeddings(run, documents);
  const summaries = await planSummaries(run, diff.published, refreshOf(run, diff).forSummary, documents);
  recorder.record({
    chunks: await planChunks(view, changes, diff.published, documents),
    embeddings: { reused: embeddings.reused },
    summaries: { reused: summaries.known.size },
  });
  const sources = sourcesAfter(diff, checksOf(diff, compared));
  const { formerPaths } = prepared;
  return { diff, documents, formerPaths, changes, sources, embeddings, summaries };
}

/** Published documents that do not change, but are prepared again: for another address, or for their summary alone. */
function refreshOf({ view, summarizer }: ActiveRun, diff: IndexDiff) {
  const forAddress: readonly FileRef[] = readdressedDocuments(diff, view);
  const readdressed = new Set(forAddress.map(({ path }) => path));
  const forSummary = documentsToRefresh(view, diff, summarizer).filter(({ path }) => !readdressed.has(path));
  return { forAddress, forSummary };
}

/** Whether a publish is needed; otherwise the published sequence can advance to the head as it is. */
function needsPublish({ rebuild }: IndexView, { changed }: IndexChanges, toStage: number): boolean {
  return rebuild || changed.length > 0 || toStage > 0;
}
