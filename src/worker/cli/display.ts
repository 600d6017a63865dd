import type { Clock } from '../../shared/clock.ts';
import { createLogger, type Logger } from '../../shared/logger.ts';
import type { RunReport } from '../sync/run-report.ts';
import type { Progress, Step, StepFacts } from '../sync/sync-run.ts';
import type { StderrStream } from './command.ts';
import { LiveView } from './live-view.ts';
import { failedSourceLines, failureLine, headline, shortSha } from './output.ts';

/** Shows a sync on stderr: its progress, its warnings and its outcome. */
export interface Display {
  readonly progress: Progress;
  readonly logger: Logger;
  show(report: RunReport): void;
}

/** Opens a live view on a terminal with the default log level, otherwise a structured log. */
export function openDisplay(stderr: StderrStream, level: string, clock: Clock): Display {
  if (stderr.isTTY && level === 'info') return new LiveView(stderr, clock);
  return new LogView(createLogger('worker', level), stderr, clock);
}

/** Logs one structured line a step and one for the run. A failure, of the run or of a source, is one line of plain text at every log level. */
class LogView implements Display, Progress {
  readonly progress = this;
  readonly logger: Logger;
  readonly #stderr: StderrStream;
  readonly #clock: Clock;
  #step: Step = 'head';
  #startedAt = 0;

  constructor(logger: Logger, stderr: StderrStream, clock: Clock) {
    this.logger = logger;
    this.#stderr = stderr;
    this.#clock = clock;
  }

  started(step: Step, total?: number): void {
    this.#step = step;
    this.#startedAt = this.#clock();
    this.logger.debug({ step, total }, `${step} started`);
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
    const { skipped, plan: _, sources, ...others } = report;
    // A dry run has published nothing, whatever a real run would do.
    const facts = report.dryRun === true ? { ...others, outcome: 'dry run' } : others;
    const commits = Object.fromEntries(sources.map(({ source, to }) => [source, to && shortSha(to.sha)]));
    this.logger.info({ ...facts, commits, skipped: skipped.length }, headline(report));
    for (const line of failedSourceLines(sources)) this.#stderr.write(line);
  }
}
