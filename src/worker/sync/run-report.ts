import { type Clock, isoTime } from '../../shared/clock.ts';
import type { Change, ChangeKind } from '../../shared/domain/change.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import type { ChangedDocument } from '../../shared/domain/history.ts';
import type { RunError, RunOutcome, RunRecord, SourceCheck } from '../../shared/domain/index-status.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import { describeError, OperationalError } from '../../shared/operational-error.ts';
import type { LeaseHeld } from '../index/index-writer.ts';
import type { ChunkChanges } from './stage-documents.ts';
import type { SyncRun } from './sync-run.ts';

/** What `sync --json` prints: one execution of the worker, whatever came of it. */
export interface RunReport {
  readonly outcome: RunOutcome;
  /** Only present, and true, where nothing was done: the outcome is the one a real run would have. */
  readonly dryRun?: true;
  /** Only for a dry run: what would change for readers. */
  readonly plan?: readonly ChangedDocument[];
  /** The indexed commit before the run. */
  readonly from: Revision | null;
  /** The source's head; null where the source did not say. */
  readonly to: Revision | null;
  /** The published sequence after the run. */
  readonly sequence: number;
  readonly changes: Readonly<Record<ChangeKind, number>>;
  readonly chunks: ChunkChanges;
  readonly embeddings: {
    /** Texts embedded in this run. */
    readonly requested: number;
    /** Texts whose vector the index had. */
    readonly reused: number;
    readonly tokens: number;
  };
  /** Of documents, told apart by their bytes, that changed or have another model's summary, or none. */
  readonly summaries: {
    /** Documents a summary was asked for. */
    readonly requested: number;
    /** Documents whose summary the index had. */
    readonly reused: number;
    /** Documents left without one until the next run. */
    readonly failed: number;
    readonly tokens: number;
    /** Why the first of them failed. */
    readonly error?: RunError;
  };
  /** Requests made, retries included. */
  readonly requests: { readonly github: number; readonly openai: number };
  /** Files of the new revision that could not become documents. */
  readonly skipped: readonly SkippedDocument[];
  readonly durationMs: number;
  /** Only where the run was skipped: who holds the lease. */
  readonly lease?: LeaseHeld;
  readonly error?: RunError;
}

/** How many changes of each kind there are. */
export function countChanges(changes: readonly Change[]): Record<ChangeKind, number> {
  const counts = { added: 0, modified: 0, renamed: 0, removed: 0 };
  for (const { kind } of changes) counts[kind]++;
  return counts;
}

/** A failure as it is kept with the index and reported: of an unknown error the message, never a stack. */
export function runError(error: unknown): RunError {
  if (error instanceof OperationalError) {
    return { code: error.code, message: error.message, advice: error.advice };
  }
  return {
    code: 'INTERNAL',
    message: error instanceof Error ? error.message : String(error),
    advice: 'This is a defect: please report it with the log of this run.',
  };
}

/** The report of a run that has done nothing yet. */
export const EMPTY_REPORT = {
  from: null,
  to: null,
  sequence: 0,
  changes: countChanges([]),
  chunks: { total: 0, added: 0, removed: 0, kept: 0 },
  embeddings: { requested: 0, reused: 0, tokens: 0 },
  summaries: { requested: 0, reused: 0, failed: 0, tokens: 0 },
  requests: { github: 0, openai: 0 },
  skipped: [],
} as const satisfies Partial<RunReport>;

type Entries = Omit<RunReport, 'outcome' | 'durationMs' | 'error'>;

/** What a run has found out so far, so that a run that fails half-way can still say what it knows. */
export class RunLedger {
  readonly #clock: Clock;
  readonly #startedAt: number;
  #entries: Entries = EMPTY_REPORT;
  /** What the source confirmed; null until it is known how far behind the index is. */
  check: SourceCheck | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock();
  }

  enter(entries: Partial<Entries>): void {
    this.#entries = { ...this.#entries, ...entries };
  }

  get entries(): Entries {
    return this.#entries;
  }

  report(outcome: RunOutcome, error?: unknown): RunReport {
    return {
      outcome,
      ...this.#entries,
      durationMs: this.#clock() - this.#startedAt,
      ...(error === undefined ? {} : { error: runError(error) }),
    };
  }

  /** The run as it is kept with the index. */
  record({ outcome, error }: RunReport): RunRecord {
    return {
      outcome,
      startedAt: isoTime(this.#startedAt),
      finishedAt: isoTime(this.#clock()),
      ...(error === undefined ? {} : { error }),
    };
  }
}

/**
 * Keeps the run with the index and returns its report. A dry run and a run that found the lease taken leave nothing.
 * An unchanged run that cannot be kept has failed, for its check is all it had to bring; any other outcome stands.
 */
export async function recordRun(run: SyncRun, report: RunReport): Promise<RunReport> {
  const { writer, ledger, request, logger } = run;
  if (request.dryRun || report.outcome === 'skipped') return report;
  try {
    await writer.recordRun(ledger.record(report), ledger.check ?? undefined);
    return report;
  } catch (error) {
    if (report.outcome === 'unchanged') return ledger.report('failed', error);
    const known = report.error?.code === runError(error).code;
    if (!known) logger.warn(`this run could not be recorded: ${describeError(error)}`);
    return report;
  }
}
