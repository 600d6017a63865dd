import type { RunOutcome } from '../../shared/domain/index-status.ts';
import type { BeginOptions, IndexSession, IndexView } from '../index/index-writer.ts';
import { atHead, type CheckedHead, checkHead, isCurrent } from './check-head.ts';
import { embedTexts } from './embed-texts.ts';
import { planSync, type SyncPlan } from './plan-sync.ts';
import { RunLedger, type RunReport, recordRun } from './run-report.ts';
import { Spool } from './spool.ts';
import { describeChanges, publish, stageDocuments } from './stage-documents.ts';
import { type SummaryOutcome, writeSummaries } from './summaries.ts';
import { type SyncDeps, type SyncRequest, type SyncRun, safePoint, wantedFingerprint } from './sync-run.ts';

/**
 * One run: brings the index to the source's head and records it. Never rejects: a failure is in the report, and then
 * the published sequence is what it was.
 * @param signal stops the run at the next safe point; its reason becomes the run's error
 */
export async function sync(deps: SyncDeps, request: SyncRequest, signal: AbortSignal): Promise<RunReport> {
  const ledger = new RunLedger(deps.clock);
  const run: SyncRun = { ...deps, request, signal, ledger };
  if (request.dryRun) ledger.enter({ dryRun: true });
  let outcome: RunOutcome = 'failed';
  let error: unknown;
  try {
    outcome = await perform(run);
  } catch (thrown) {
    error = signal.aborted ? signal.reason : thrown;
    deps.logger.debug({ err: thrown }, 'the run failed');
  }
  ledger.enter({ requests: { ...ledger.entries.requests, github: deps.source.requests } });
  return recordRun(run, ledger.report(outcome, error));
}

async function perform(run: SyncRun): Promise<RunOutcome> {
  const options = beginOptions(run);
  const published = await run.writer.inspect(options);
  const head = await checkHead(run, published.status);
  if (isCurrent(published, head, run.summarizer)) return confirm(run, head, published.status);
  if (run.request.dryRun) return rehearse(run, published, head);

  const opened = await run.writer.begin(options);
  if ('heldBy' in opened) {
    run.ledger.enter({ lease: opened });
    return 'skipped';
  }
  const { session } = opened;
  try {
    const overtaken = session.status.commit?.sha !== published.status.commit?.sha;
    return await bringUpToDate(run, session, overtaken ? await checkHead(run, session.status) : head);
  } finally {
    await session.abandon();
  }
}

async function bringUpToDate(run: SyncRun, session: IndexSession, head: CheckedHead): Promise<RunOutcome> {
  if (isCurrent(session, head, run.summarizer)) return confirm(run, head, session.status);
  const pause = safePoint(run.signal, { session, clock: run.clock });
  const spool = new Spool();
  try {
    const plan = await planSync(run, session, head, spool, pause);
    if (!plan.idle) await embedTexts(run, plan.embeddings, spool, pause);
    const summaries = await writeSummaries(run, plan.summaries, spool, pause);
    if (nothingToStage(session, plan, spool, summaries)) {
      const { skipped } = plan;
      const { written } = summaries;
      await session.advance({ commit: head.revision, check: atHead(head), skipped, summaries: written });
      return confirm(run, head, plan);
    }
    await stageDocuments(run, session, spool, summaries, pause);
    await pause();
    await publish(run, session, plan, summaries.written, head);
    return 'published';
  } finally {
    spool.close();
  }
}

/** No document changes, and none of those that are only there for a summary got one. */
function nothingToStage(
  { rebuild }: IndexView,
  { changes }: SyncPlan,
  { documentCount }: Spool,
  { leftAlone }: SummaryOutcome,
): boolean {
  return !rebuild && changes.length === 0 && leftAlone === documentCount;
}

/** Plans against what is published, without a lease, and enters what a real run would embed. */
async function rehearse(run: SyncRun, published: IndexView, head: CheckedHead): Promise<RunOutcome> {
  const spool = new Spool();
  try {
    const { idle, embeddings, summaries, changes } = await planSync(
      run,
      published,
      head,
      spool,
      safePoint(run.signal),
    );
    const { missing, reused, tokens } = embeddings;
    run.ledger.enter({
      embeddings: { requested: missing.size, reused, tokens },
      summaries: { ...run.ledger.entries.summaries, requested: summaries.missing.size },
      plan: describeChanges(changes).changed,
    });
    return idle ? 'unchanged' : 'published';
  } finally {
    spool.close();
  }
}

/** The index is at the head, where files were skipped now or by an earlier run. */
function confirm(run: SyncRun, head: CheckedHead, { skipped }: Pick<RunReport, 'skipped'>): RunOutcome {
  run.ledger.enter({ skipped });
  run.ledger.check = atHead(head);
  return 'unchanged';
}

function beginOptions({ source, embedder, site, request, owner }: SyncRun): BeginOptions {
  const fingerprint = wantedFingerprint(embedder, site);
  return { source: source.identity, rebuild: request.rebuild, owner, fingerprint };
}
