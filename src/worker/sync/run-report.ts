import { type Clock, isoTime } from '../../shared/clock.ts';
import type { Change, ChangeKind } from '../../shared/domain/change.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import type { ChangedDocument } from '../../shared/domain/history.ts';
import type { RunError, RunOutcome, RunRecord } from '../../shared/domain/run.ts';
import { type Revision, sourceId } from '../../shared/domain/source.ts';
import type { Logger } from '../../shared/logger.ts';
import { describeError, OperationalError, unexpectedMessage } from '../../shared/operational-error.ts';
import type { CheckedSource, IndexWriter, LeaseHeld } from '../index/index-writer.ts';

/** What `sync --json` prints: one execution of the worker, whatever its outcome. */
export interface RunReport {
  readonly outcome: RunOutcome;
  /** Only present, and true, for a dry run: the outcome is the one a real run would have. */
  readonly dryRun?: true;
  /** Only for a dry run: what would change for readers. */
  readonly plan?: readonly ChangedDocument[];
  /** The sources in the order of the list; empty if the run failed before it asked them. */
  readonly sources: readonly SourceReport[];
  /** The published sequence after the run. */
  readonly sequence: number;
  readonly changes: ChangeCounts;
  readonly chunks: ChunkCounts;
  readonly embeddings: {
    /** Texts embedded in this run. */
    readonly requested: number;
    /** Texts the index had a vector for. */
    readonly reused: number;
    readonly tokens: number;
  };
  /** Counts of distinct document contents, among documents that changed or whose summary has to be written. */
  readonly summaries: {
    /** Contents a summary was requested for. */
    readonly requested: number;
    /** Contents the index had a summary for. */
    readonly reused: number;
    /** Contents that remain without a summary until the next run. */
    readonly failed: number;
    readonly tokens: number;
    /** The first failure. */
    readonly error?: RunError;
  };
  /** Requests made, retries included. */
  readonly requests: { readonly github: number; readonly openai: number };
  /** Files of the new revision that could not become documents. */
  readonly skipped: readonly SkippedDocument[];
  readonly durationMs: number;
  /** Only for a run that was skipped because of another: who holds the lease. */
  readonly lease?: LeaseHeld;
  /** Only for a failed run. */
  readonly error?: RunError;
}

/** What a run found out about one source. */
export interface SourceReport {
  /** Id of the source: `github:owner/name@ref`. */
  readonly source: string;
  /** The indexed revision before the run; null if nothing of the source was indexed. */
  readonly from: Revision | null;
  /** The source's head; null if the source did not answer. */
  readonly to: Revision | null;
  /** Why the source keeps what it has. The other sources are not affected. */
  readonly error?: RunError;
}

/** Number of changes of each kind. */
export type ChangeCounts = Readonly<Record<ChangeKind, number>>;

/** Chunks of the index before and after a publish, identified by id: the digest of all their fields, path included. */
export interface ChunkCounts {
  /** In the index after the publish. */
  readonly total: number;
  readonly added: number;
  readonly removed: number;
  /** Published before and left as they are. */
  readonly kept: number;
}

export function countChanges(changes: readonly Change[]): ChangeCounts {
  const counts = { added: 0, modified: 0, renamed: 0, removed: 0 };
  for (const { kind } of changes) counts[kind]++;
  return counts;
}

/** The report of a run that has done nothing yet. */
export const EMPTY_REPORT = {
  sources: [],
  sequence: 0,
  changes: countChanges([]),
  chunks: { total: 0, added: 0, removed: 0, kept: 0 },
  embeddings: { requested: 0, reused: 0, tokens: 0 },
  summaries: { requested: 0, reused: 0, failed: 0, tokens: 0 },
  requests: { github: 0, openai: 0 },
  skipped: [],
} as const satisfies Partial<RunReport>;

/** A failure as the index keeps it and the report shows it: for an unexpected error its message, never its stack. */
export function runError(error: unknown): RunError {
  if (error instanceof OperationalError) {
    return { code: error.code, message: error.message, advice: error.advice };
  }
  return {
    code: 'INTERNAL',
    message: unexpectedMessage(error),
    advice: 'This is a bug: please report it with the log of this run.',
  };
}

type Known = Omit<RunReport, 'outcome' | 'requests' | 'durationMs' | 'error'>;
type Grouped = 'chunks' | 'embeddings' | 'summaries';

/** Requests made so far, by the port they went through. */
interface RequestCounts {
  readonly github: number;
  readonly embedder: number;
  readonly summarizer: number;
}

/** Facts a step found out. Counts that are left out of a group keep their value. */
export type RunFacts = Partial<Omit<Known, Grouped>> & {
  readonly [group in Grouped]?: Partial<Known[group]>;
} & {
  readonly requests?: Partial<RequestCounts>;
  /** What the sources reported; each replaces what was recorded of the same source. */
  readonly checks?: readonly CheckedSource[];
};

/** A run that has ended: as it is reported, and as it is kept with the index. */
export interface FinishedRun {
  readonly report: RunReport;
  readonly record: RunRecord;
  /** What the sources reported, as far as the run found out; empty if it ended before. */
  readonly checks: readonly CheckedSource[];
}

/**
 * Collects the facts of a run as its steps find them out, so that the report of a run that fails halfway has all that
 * was known by then. It only takes facts in: no step reads them back.
 */
export class RunRecorder {
  readonly #clock: Clock;
  readonly #startedAt: number;
  #known: Known;
  #requests: RequestCounts = { github: 0, embedder: 0, summarizer: 0 };
  readonly #checks = new Map<string, CheckedSource>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock();
    this.#known = EMPTY_REPORT;
  }

  record({ chunks, embeddings, summaries, requests, checks = [], ...others }: RunFacts): void {
    const known = this.#known;
    this.#known = {
      ...known,
      ...others,
      chunks: { ...known.chunks, ...chunks },
      embeddings: { ...known.embeddings, ...embeddings },
      summaries: { ...known.summaries, ...summaries },
    };
    this.#requests = { ...this.#requests, ...requests };
    for (const check of checks) this.#checks.set(sourceId(check), check);
  }

  /** @param error why the run failed */
  finish(outcome: RunOutcome, error?: unknown): FinishedRun {
    const finishedAt = this.#clock();
    const { github, embedder, summarizer } = this.#requests;
    const failure = error === undefined ? {} : { error: runError(error) };
    return {
      report: {
        outcome,
        ...this.#known,
        requests: { github, openai: embedder + summarizer },
        durationMs: finishedAt - this.#startedAt,
        ...failure,
      },
      record: {
        outcome,
        startedAt: isoTime(this.#startedAt),
        finishedAt: isoTime(finishedAt),
        ...failure,
      },
      checks: [...this.#checks.values()],
    };
  }
}

/** What is needed of a run to record it. */
interface RecordedRun {
  readonly writer: Pick<IndexWriter, 'recordRun'>;
  readonly recorder: RunRecorder;
  readonly request: { readonly dryRun: boolean };
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Keeps the run with the index. A dry run and a skipped run leave no trace. An unchanged run that cannot be recorded has
 * failed, because its check of the heads was all it had to record; any other outcome stands.
 */
export async function recordRun(
  { writer, recorder, request, logger }: RecordedRun,
  { report, record, checks }: FinishedRun,
): Promise<RunReport> {
  if (request.dryRun || report.outcome === 'skipped') return report;
  try {
    await writer.recordRun(record, checks.length === 0 ? undefined : checks);
    return report;
  } catch (error) {
    if (report.outcome === 'unchanged') return recorder.finish('failed', error).report;
    const isReported = report.error?.code === runError(error).code;
    if (!isReported) logger.warn(`this run could not be recorded: ${describeError(error)}`);
    return report;
  }
}
