import type { Clock } from '../../shared/clock.ts';
import type { SyncProgress } from '../../shared/sync-progress.ts';
import type { Progress, Step, StepFacts } from '../sync/sync-run.ts';

/** How often the process that started this one is told of the documents done. */
const TELL_MS = 250;

/** Passes the progress of a sync on, and tells it to the process that started this one. */
export class ToldProgress implements Progress {
  readonly #next: Progress;
  readonly #tell: (progress: SyncProgress) => void;
  readonly #clock: Clock;
  #step: Step = 'head';
  #total: number | undefined;
  #toldAt = 0;

  constructor(next: Progress, tell: (progress: SyncProgress) => void, clock: Clock) {
    this.#next = next;
    this.#tell = tell;
    this.#clock = clock;
  }

  started(step: Step, total?: number): void {
    this.#step = step;
    this.#total = total;
    this.#send(0);
    this.#next.started(step, total);
  }

  advanced(done: number): void {
    if (this.#clock() - this.#toldAt >= TELL_MS) this.#send(done);
    this.#next.advanced(done);
  }

  finished(facts: StepFacts): void {
    this.#next.finished(facts);
  }

  #send(done: number): void {
    this.#toldAt = this.#clock();
    const total = this.#total === undefined ? {} : { total: this.#total };
    this.#tell({ step: this.#step, done, ...total });
  }
}
