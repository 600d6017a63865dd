import type { WrittenSummaries } from '../../shared/domain/index-status.ts';
import type { PreparedDocument } from '../prepare/prepared-document.ts';
import { askForSummaries } from './ask-for-summaries.ts';
import type { SummaryPlan } from './plan-summaries.ts';
import type { SafePoint } from './safe-point.ts';
import type { Spool } from './spool.ts';
import type { SyncRun } from './sync-run.ts';

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
