import type { RunOutcome, RunRecord, SourceCheck } from '../../shared/domain/run.ts';
import { type Clock, isoTime } from '../../shared/time/clock.ts';
import { EMPTY_REPORT, type RunReport, runError } from './run-report.ts';

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
