import type { Clock, Delay } from '../shared/clock.ts';
import { EXIT, type ExitCode } from '../shared/error-codes.ts';
import { nextRunTime, waitUntil } from '../shared/schedule.ts';
import type { SyncProgress } from '../shared/sync-progress.ts';

/** How one run of the worker ended. */
export interface EndedRun {
  readonly exitCode: ExitCode;
  /** Whether the run was left to another program that is syncing the same index. */
  readonly leftToAnother: boolean;
}

export interface BackgroundSyncDeps {
  /** Runs the worker once, if a run is due. Never rejects. */
  readonly runWorker: (
    onProgress: (progress: SyncProgress) => void,
    signal: AbortSignal,
  ) => Promise<EndedRun>;
  /** A cron expression in UTC. */
  readonly schedule: string;
  readonly clock: Clock;
  readonly delay: Delay;
  /** A random number from 0 to 1, as Math.random. */
  readonly random: () => number;
}

/** How long to wait for another program that is syncing the same index before this one tries again. */
const RETRY_MS = 5_000;

/** Keeps an index in sync while another part of the program serves it. */
export class BackgroundSync {
  readonly #deps: BackgroundSyncDeps;
  readonly #firstRun = Promise.withResolvers<ExitCode>();
  #running: SyncProgress | null = null;
  #leftToAnother = false;

  constructor(deps: BackgroundSyncDeps) {
    this.#deps = deps;
  }

  /** The exit code of the first run, once it has ended. */
  get firstRun(): Promise<ExitCode> {
    return this.#firstRun.promise;
  }

  /** Syncs at once if a run is due, and then at every time of the schedule, until `signal` aborts. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { runWorker, schedule, clock, random } = this.#deps;
    while (!signal.aborted) {
      this.#running = { step: 'start', done: 0 };
      const { exitCode, leftToAnother } = await runWorker((progress) => {
        this.#running = progress;
      }, signal);
      this.#running = null;
      this.#leftToAnother = leftToAnother;
      if (!leftToAnother) this.#firstRun.resolve(exitCode);
      const next = leftToAnother ? clock() + RETRY_MS : nextRunTime(schedule, clock(), random());
      if (next === null) break;
      await waitUntil(next, { ...this.#deps, signal });
    }
    this.#firstRun.resolve(EXIT.ok);
  }

  /** How far the run under way is, in words for a person or a model; null if there is none. */
  progress(): string | null {
    if (this.#running === null) {
      return this.#leftToAnother ? 'another program is syncing the same index' : null;
    }
    const { step, done, total } = this.#running;
    return total === undefined || total === 0 ? `step ${step}` : `step ${step}, ${done} of ${total}`;
  }
}
