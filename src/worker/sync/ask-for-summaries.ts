import type { Document } from '../../shared/domain/document.ts';
import { describeError, OperationalError } from '../../shared/errors/operational-error.ts';
import { FAILURES_OF_ONE_DOCUMENT, type Summarizer } from '../summary/summarizer.ts';
import type { SummaryPlan } from './plan-summaries.ts';
import { runError } from './run-report.ts';
import type { SafePoint } from './safe-point.ts';
import type { Spool } from './spool.ts';
import type { SyncRun } from './sync-run.ts';

/** Documents summarized at once. */
const CONCURRENCY = 3;
/** After so many documents without one summary, the fault is not the documents'. */
const FAILURES_TOLERATED = 3;

export interface AskedSummaries {
  /** Blobs a summary was asked for. */
  readonly asked: ReadonlySet<string>;
  /** Blob → summary. */
  readonly written: ReadonlyMap<string, string>;
}

/**
 * Asks for the summaries that are missing, as long as that seems worth it, and counts what it costs. Rejects only with
 * the signal's reason, a lost lease, or a defect of ours.
 */
export async function askForSummaries(
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
        const ofThisDocument = FAILURES_OF_ONE_DOCUMENT.includes(error.code);
        hopeless ||= !ofThisDocument || (written.size === 0 && failures >= FAILURES_TOLERATED);
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
