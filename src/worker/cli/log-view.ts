import type { Logger } from '../../shared/logging/logger.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { Progress, Step, StepFacts } from '../sync/progress.ts';
import type { RunReport } from '../sync/run-report.ts';
import type { Output } from './command.ts';
import type { Display } from './display.ts';
import { failureLine, headline } from './report-text.ts';

/** One structured line a step and one for the run; a failure is one line of plain text, whatever is logged. */
export class LogView implements Display, Progress {
  readonly progress = this;
  readonly logger: Logger;
  readonly #stderr: Output;
  readonly #clock: Clock;
  #step: Step = 'head';
  #startedAt = 0;

  constructor(logger: Logger, stderr: Output, clock: Clock) {
    this.logger = logger;
    this.#stderr = stderr;
    this.#clock = clock;
  }

  started(step: Step, total?: number): void {
    this.#step = step;
    this.#startedAt = this.#clock();
    this.logger.debug({ step, total }, `${step} begins`);
  }

  advanced(done: number): void {
    this.logger.debug({ step: this.#step, done }, this.#step);
  }

  finished(facts: StepFacts): void {
    this.logger.info({ step: this.#step, ...facts, ms: this.#clock() - this.#startedAt }, this.#step);
  }

  show(report: RunReport): void {
    if (report.error !== undefined) {
      this.#stderr.write(failureLine(report.error));
      return;
    }
    for (const skipped of report.skipped) this.logger.warn(skipped, 'skipped');
    const { skipped, plan: _, ...facts } = report;
    this.logger.info({ ...facts, skipped: skipped.length }, headline(report));
  }
}
