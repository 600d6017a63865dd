import type { Manifest } from '../../shared/domain/change.ts';
import type { Document } from '../../shared/domain/document.ts';
import type { IndexStatus, WrittenSummaries } from '../../shared/domain/index-status.ts';
import { isTransient } from '../../shared/error-codes.ts';
import { describeError, OperationalError } from '../../shared/operational-error.ts';
import type { IndexView } from '../index/index-writer.ts';
import type { PreparedDocument } from '../prepare/prepared-document.ts';
import type { FileRef } from '../source/docs-source.ts';
import type { Summarizer, SummaryWriter } from '../summary/summarizer.ts';
import type { Target } from './diff-source.ts';
import { runError } from './run-report.ts';
import type { Spool } from './spool.ts';
import type { SafePoint, SyncRun } from './sync-run.ts';

/** Whether the published summaries are by this writer; null: the documents' own words. */
function areBy(published: WrittenSummaries | null, writer: SummaryWriter | null): boolean {
  return published?.model === writer?.model && published?.version === writer?.version;
}

/** Whether every published document has the summary it should have. */
export function summariesAreComplete(
  { summaries }: Pick<IndexStatus, 'summaries'>,
  writer: SummaryWriter | null,
): boolean {
  return areBy(summaries, writer) && (summaries?.missing.length ?? 0) === 0;
}

/** What has to be summarized before the spooled documents can be staged. */
export interface SummaryPlan {
  /** Blobs without a summary. */
  readonly missing: ReadonlySet<string>;
  /** Blob → summary the index has. */
  readonly known: ReadonlyMap<string, string>;
  /** Paths of published documents that are in the spool for the sake of their summary alone. */
  readonly refreshed: ReadonlySet<string>;
}

/**
 * Published documents that do not change, but whose summary has to: all of them when there is another writer than
 * before, or none any more, otherwise those it still owes, in the order in which it owes them. A new generation
 * refreshes everything anyway.
 */
export function documentsToRefresh(
  view: IndexView,
  { published, changes }: Target,
  writer: SummaryWriter | null,
): FileRef[] {
  const { summaries } = view.status;
  if (view.rebuild || summariesAreComplete(view.status, writer)) return [];
  const paths = areBy(summaries, writer) ? (summaries?.missing ?? []) : published.keys();
  const touched = new Set(
    changes.flatMap((change) =>
      change.kind === 'renamed' ? [change.previousPath, change.path] : [change.path],
    ),
  );
  return [...paths].flatMap((path) => {
    const blob = published.get(path);
    return blob === undefined || touched.has(path) ? [] : [{ path, blob }];
  });
}

/** Finds the blobs among the spooled documents that the writer has not summarized yet, wherever they stood. */
export async function planSummaries(
  view: IndexView,
  published: Manifest,
  refreshed: readonly FileRef[],
  writer: SummaryWriter | null,
  spool: Spool,
  safePoint: SafePoint,
): Promise<SummaryPlan> {
  const missing = new Set<string>();
  const known = new Map<string, string>();
  const plan = { missing, known, refreshed: new Set(refreshed.map(({ path }) => path)) };
  if (writer === null) return plan;
  const summarized = summarizedBlobs(view.status, published, writer);
  for (const batch of spool.batches()) {
    const blobs = new Set(batch.map(({ document }) => document.blob));
    const held = new Map([...blobs].map((blob) => [blob, summarized.get(blob)]));
    const summaries = await view.summaries([...held.values()].filter((path) => path !== undefined));
    for (const [blob, path] of held) {
      const summary = path === undefined ? undefined : summaries.get(path);
      if (summary === undefined) missing.add(blob);
      else known.set(blob, summary);
    }
    await safePoint();
  }
  return plan;
}

/** Blob → path of the published documents that have the writer's summary. */
function summarizedBlobs(
  { summaries }: IndexStatus,
  published: Manifest,
  writer: SummaryWriter,
): Map<string, string> {
  if (!areBy(summaries, writer)) return new Map();
  const owed = new Set(summaries?.missing);
  return new Map([...published].flatMap(([path, blob]) => (owed.has(path) ? [] : [[blob, path] as const])));
}

/** Documents summarized at once. */
const CONCURRENCY = 3;
/** After so many documents without one summary, the fault is not the documents'. */
const FAILURES_TOLERATED = 3;

interface AskedSummaries {
  /** Blobs a summary was asked for. */
  readonly asked: ReadonlySet<string>;
  /** Blob → summary. */
  readonly written: ReadonlyMap<string, string>;
}

/**
 * Asks for the summaries that are missing, as long as that seems worth it, and counts what it costs. Rejects only with
 * the signal's reason, a lost lease, or a defect of ours.
 */
async function askForSummaries(
  { progress, ledger, logger, signal }: SyncRun,
  summarizer: Summarizer,
  { missing, known }: SummaryPlan,
  spool: Spool,
  safePoint: SafePoint,
): Promise<AskedSummaries> {
  const asked = new Set<string>();
  const written = new Map<string, string>();
  if (missing.size === 0) return { asked, written };
  progress.started('summary', missing.size);
  const { openai } = ledger.entries.requests;
  let tokens = 0;
  let first: { readonly path: string; readonly error: OperationalError } | null = null;
  let failures = 0;
  let hopeless = false;
  const stopped = new AbortController();
  const stop = AbortSignal.any([signal, stopped.signal]);
  const pending = documentsOf(missing, spool);

  const work = async (): Promise<void> => {
    for (const { path, blob, content } of pending) {
      if (hopeless) return;
      await safePoint();
      asked.add(blob);
      try {
        const summary = await summarizer.summarize(content, stop);
        written.set(blob, summary.text);
        tokens += summary.tokens;
      } catch (error) {
        if (!(error instanceof OperationalError) || stop.aborted) throw error;
        first ??= { path, error };
        failures++;
        hopeless ||= !isTransient(error.code) || (written.size === 0 && failures >= FAILURES_TOLERATED);
      }
      progress.advanced(written.size);
    }
  };
  const report = (): void => {
    const counts = { requested: asked.size, reused: known.size, failed: missing.size - written.size, tokens };
    const error = first === null ? {} : { error: runError(first.error) };
    ledger.enter({
      summaries: { ...counts, ...error },
      requests: { ...ledger.entries.requests, openai: openai + summarizer.requests },
    });
    if (first === null) return;
    logger.warn(
      `${counts.failed} of ${missing.size} summaries are missing; ${first.path}: ${describeError(first.error)}`,
    );
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  } catch (error) {
    stopped.abort(error);
    throw error;
  } finally {
    report();
  }
  progress.finished({ written: written.size, failed: missing.size - written.size, tokens });
  return { asked, written };
}

/** A document for each of the blobs. */
function* documentsOf(blobs: ReadonlySet<string>, spool: Spool): Generator<Document> {
  const left = new Set(blobs);
  for (const document of spool.documents()) if (left.delete(document.blob)) yield document;
}

/** What the documents of a run are to say about themselves. */
export interface SummaryOutcome {
  /** The document as it is to be staged; null where what is published of it stays. */
  finished(prepared: PreparedDocument): PreparedDocument | null;
  /** Documents that are not staged. */
  readonly leftAlone: number;
  /** To be kept with the index. */
  readonly written: WrittenSummaries | null;
}

const OWN_WORDS: SummaryOutcome = { finished: (prepared) => prepared, leftAlone: 0, written: null };

/**
 * Has a summary written for every document that needs one, each content once. What cannot be summarized costs the run
 * nothing but the attempt: a changed document keeps its own words, an unchanged one what is published of it, and the
 * next run tries again.
 */
export async function writeSummaries(
  run: SyncRun,
  plan: SummaryPlan,
  spool: Spool,
  safePoint: SafePoint,
): Promise<SummaryOutcome> {
  const { summarizer } = run;
  if (summarizer === null) return OWN_WORDS;
  const { asked, written } = await askForSummaries(run, summarizer, plan, spool, safePoint);
  const summaries = new Map([...plan.known, ...written]);

  const unasked: string[] = [];
  const failed: string[] = [];
  for (const { path, blob } of spool.documents()) {
    if (!summaries.has(blob)) (asked.has(blob) ? failed : unasked).push(path);
  }
  const missing = [...unasked, ...failed];
  const leftAlone = new Set(missing.filter((path) => plan.refreshed.has(path)));
  const { model, version } = summarizer;
  return {
    finished: (prepared) => {
      const { document } = prepared;
      if (leftAlone.has(document.path)) return null;
      const summary = summaries.get(document.blob) ?? document.summary;
      return { ...prepared, document: { ...document, summary } };
    },
    leftAlone: leftAlone.size,
    written: { model, version, missing },
  };
}
