import pMap from 'p-map';
import type { Manifest } from '../../shared/domain/change.ts';
import type { Document } from '../../shared/domain/document.ts';
import type { IndexStatus, WrittenSummaries } from '../../shared/domain/index-status.ts';
import { isTransient } from '../../shared/error-codes.ts';
import { describeError, OperationalError } from '../../shared/operational-error.ts';
import { slices } from '../../shared/slices.ts';
import type { IndexView } from '../index/index-writer.ts';
import type { FileRef } from '../source/docs-source.ts';
import type { Summarizer, SummaryWriter } from '../summary/summarizer.ts';
import type { IndexDiff } from './index-diff.ts';
import { runError } from './run-report.ts';
import type { DocumentSpool } from './spool.ts';
import type { ActiveRun } from './sync-run.ts';

/**
 * Whether every published document has the summary it should have: the model's, or without a model its description or
 * first sentence.
 */
export function summariesAreComplete(
  { summaries }: Pick<IndexStatus, 'summaries'>,
  writer: SummaryWriter | null,
): boolean {
  return areBy(summaries, writer) && (summaries?.missing.length ?? 0) === 0;
}

function areBy(published: WrittenSummaries | null, writer: SummaryWriter | null): boolean {
  return published?.model === writer?.model && published?.version === writer?.version;
}

/**
 * Published documents that do not change, but whose summary has to: all of them if the writer is another one than
 * before (or there is none any more), otherwise those without a summary, in the order in which the status lists them. A
 * rebuild prepares every document anyway.
 */
export function documentsToRefresh(
  { status, rebuild }: IndexView,
  { published, changes }: IndexDiff,
  writer: SummaryWriter | null,
): FileRef[] {
  const { summaries } = status;
  if (rebuild || summariesAreComplete(status, writer)) return [];
  const paths = areBy(summaries, writer) ? (summaries?.missing ?? []) : published.keys();
  const changed = new Set(
    changes.flatMap((change) =>
      change.kind === 'renamed' ? [change.previousPath, change.path] : [change.path],
    ),
  );
  return [...paths].flatMap((path) => {
    const blob = published.get(path);
    return blob === undefined || changed.has(path) ? [] : [{ path, blob }];
  });
}

/** What has to be summarized before the prepared documents can be staged. */
export interface SummaryPlan {
  /** Blobs without a summary. */
  readonly missing: ReadonlySet<string>;
  /** Blob → summary that the index has. */
  readonly known: ReadonlyMap<string, string>;
  /** Paths of published documents that were prepared for their summary alone. */
  readonly refreshed: ReadonlySet<string>;
}

/** Number of documents per read of summaries. */
const SUMMARIES_BATCH = 64;

/**
 * Finds the blobs among the prepared documents that the summarizer has not summarized yet, at whatever path.
 * @param refresh published documents that were prepared for their summary alone
 */
export async function planSummaries(
  { view, summarizer, heartbeat }: ActiveRun,
  published: Manifest,
  refresh: readonly FileRef[],
  documents: DocumentSpool,
): Promise<SummaryPlan> {
  const missing = new Set<string>();
  const known = new Map<string, string>();
  const plan = { missing, known, refreshed: new Set(refresh.map(({ path }) => path)) };
  if (summarizer === null) return plan;
  const summarized = summarizedBlobs(view.status, published, summarizer);
  const blobs = [...new Set(documents.entries.map(({ blob }) => blob))];
  for (const batch of slices(blobs, SUMMARIES_BATCH)) {
    const summaries = await view.summaries(batch.flatMap((blob) => summarized.get(blob) ?? []));
    for (const blob of batch) {
      const path = summarized.get(blob);
      const summary = path === undefined ? undefined : summaries.get(path);
      if (summary === undefined) missing.add(blob);
      else known.set(blob, summary);
    }
    await heartbeat();
  }
  return plan;
}

/** Blob → path of the published documents that have a summary by this writer. */
function summarizedBlobs(
  { summaries }: IndexStatus,
  published: Manifest,
  writer: SummaryWriter,
): Map<string, string> {
  if (!areBy(summaries, writer)) return new Map();
  const missing = new Set(summaries?.missing);
  return new Map(
    [...published].flatMap(([path, blob]) => (missing.has(path) ? [] : [[blob, path] as const])),
  );
}

/** The summaries of a run. */
export interface SummaryOutcome {
  /** Blob → summary. A document without one keeps its description or first sentence. */
  readonly summaries: ReadonlyMap<string, string>;
  /** Paths of prepared documents that stay as they are published: their summary was all that was to change. */
  readonly unchanged: ReadonlySet<string>;
  /** To be kept with the index. */
  readonly written: WrittenSummaries | null;
}

/**
 * Has a summary written for every document that needs one, each content once. A failure does not fail the run: a
 * changed document keeps its description or first sentence, an unchanged one its published summary, and the next run
 * tries again.
 */
export async function writeSummaries(
  run: ActiveRun,
  plan: SummaryPlan,
  documents: DocumentSpool,
): Promise<SummaryOutcome> {
  const { summarizer } = run;
  if (summarizer === null) return { summaries: new Map(), unchanged: new Set(), written: null };
  const { requested, written } = await requestSummaries(run, summarizer, plan.missing, documents);
  const summaries = new Map([...plan.known, ...written]);

  const lacking = documents.entries.filter(({ blob }) => !summaries.has(blob));
  // Those whose turn did not come are the first in the next run.
  const missing = [
    ...lacking.filter(({ blob }) => !requested.has(blob)),
    ...lacking.filter(({ blob }) => requested.has(blob)),
  ].map(({ path }) => path);
  const { model, version } = summarizer;
  return {
    summaries,
    unchanged: new Set(missing.filter((path) => plan.refreshed.has(path))),
    written: { model, version, missing },
  };
}

/** Documents summarized at once. */
const CONCURRENCY = 3;
/** After so many failures without one summary, the fault is not the documents'. */
const TOLERATED_FAILURES = 3;

interface RequestedSummaries {
  /** Blobs a summary was requested for. */
  readonly requested: ReadonlySet<string>;
  /** Blob → summary. */
  readonly written: ReadonlyMap<string, string>;
}

/**
 * Requests the missing summaries until all are there or it is clear that the rest would fail too. Rejects only with the
 * signal's reason, a lost lease, or a bug of ours.
 */
async function requestSummaries(
  run: ActiveRun,
  summarizer: Summarizer,
  missing: ReadonlySet<string>,
  documents: DocumentSpool,
): Promise<RequestedSummaries> {
  const { progress, recorder, logger, heartbeat, signal } = run;
  const requested = new Set<string>();
  const written = new Map<string, string>();
  if (missing.size === 0) return { requested, written };
  progress.started('summary', missing.size);
  const failures: { readonly path: string; readonly error: OperationalError }[] = [];
  let tokens = 0;
  let givenUp = false;
  const defect = new AbortController();
  const stop = AbortSignal.any([signal, defect.signal]);

  function* pending(): Generator<Document> {
    const left = new Set(missing);
    for (const entry of documents.entries) {
      if (givenUp) return;
      if (left.delete(entry.blob)) yield documents.read(entry).document;
    }
  }
  const summarize = async ({ path, blob, content }: Document): Promise<void> => {
    await heartbeat();
    requested.add(blob);
    try {
      const summary = await summarizer.summarize(content, stop);
      written.set(blob, summary.text);
      tokens += summary.tokens;
    } catch (error) {
      if (!(error instanceof OperationalError) || stop.aborted) throw error;
      failures.push({ path, error });
      const isHopeless = written.size === 0 && failures.length >= TOLERATED_FAILURES;
      givenUp ||= isHopeless || !isTransient(error.code);
    }
    progress.advanced(written.size);
  };
  try {
    await pMap(pending(), summarize, { concurrency: CONCURRENCY });
  } catch (error) {
    defect.abort(error);
    throw error;
  } finally {
    const counts = { requested: requested.size, failed: missing.size - written.size, tokens };
    recorder.record({ summaries: counts, requests: { summarizer: summarizer.requests } });
    const [first] = failures;
    if (first !== undefined) {
      recorder.record({ summaries: { error: runError(first.error) } });
      const reason = `${first.path}: ${describeError(first.error)}`;
      logger.warn(`${counts.failed} of ${missing.size} summaries are missing; ${reason}`);
    }
  }
  progress.finished({ written: written.size, failed: missing.size - written.size, tokens });
  return { requested, written };
}
