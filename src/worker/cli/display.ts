import { styleText } from 'node:util';
import type { Clock } from '../../shared/clock.ts';
import { createLogger, type Logger } from '../../shared/logger.ts';
import { withoutSecrets } from '../../shared/secrets.ts';
import type { SyncProgress } from '../../shared/sync-progress.ts';
import type { RunReport } from '../sync/run-report.ts';
import type { Progress, Step, StepFacts } from '../sync/sync-run.ts';
import type { StderrStream } from './command.ts';
import {
  failedSourceLines,
  failureLine,
  formatNumber,
  formatSeconds,
  headline,
  pluralize,
  printable,
  reportText,
  shortSha,
} from './output.ts';

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

/** In characters. */
const BAR_WIDTH = 24;
const REDRAW_MS = 50;

/** Shows a line for every finished step, and below them the running step with a progress bar if its total is known. */
export class LiveView implements Progress {
  readonly progress = this;
  readonly logger: Logger;
  readonly #stderr: StderrStream;
  readonly #clock: Clock;
  #step: Step = 'head';
  #total: number | undefined;
  #startedAt = 0;
  #drawnAt = 0;

  constructor(stderr: StderrStream, clock: Clock) {
    this.#stderr = stderr;
    this.#clock = clock;
    const line = (_facts: unknown, message?: unknown) => this.#note(String(message ?? _facts));
    this.logger = { debug() {}, info: line, warn: line, error: line };
  }

  started(step: Step, total?: number): void {
    this.#step = step;
    this.#total = total;
    this.#startedAt = this.#clock();
    this.#draw(0);
  }

  advanced(done: number): void {
    if (this.#clock() - this.#drawnAt >= REDRAW_MS) this.#draw(done);
  }

  finished(facts: StepFacts): void {
    const texts = Object.entries(facts).flatMap(([name, value]) => factText(name, value));
    const took = this.#style('dim', formatSeconds(this.#clock() - this.#startedAt));
    this.#clear();
    this.#stderr.write(
      `${this.#style('green', '✓')} ${this.#step.padEnd(8)} ${this.#cut(printable(texts.join(', ')))} ${took}\n`,
    );
  }

  show(report: RunReport): void {
    this.#clear();
    this.#stderr.write(report.error === undefined ? reportText(report) : failureLine(report.error));
  }

  #draw(done: number): void {
    this.#drawnAt = this.#clock();
    const total = this.#total ?? 0;
    const counts = total === 0 ? '' : `${bar(done / total)} ${formatNumber(done)} of ${formatNumber(total)}`;
    this.#clear();
    this.#stderr.write(`${this.#style('cyan', '›')} ${this.#step.padEnd(8)} ${counts}`);
  }

  #note(message: string): void {
    this.#clear();
    this.#stderr.write(`${this.#style('yellow', '!')} ${printable(withoutSecrets(message))}\n`);
  }

  #clear(): void {
    this.#stderr.write('\r\x1b[2K');
  }

  /** Leaves room for the step's name and its time, so that a step never takes two lines. */
  #cut(text: string): string {
    const room = Math.max(20, (this.#stderr.columns || 80) - 22);
    return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
  }

  #style(format: Parameters<typeof styleText>[0], text: string): string {
    return styleText(format, text, { stream: this.#stderr, validateStream: true });
  }
}

/** A fact in a word or two: `3 added`, `1 document`, `2 former paths`, `sequence 7`, `listed`, a short sha. */
function factText(name: string, value: StepFacts[string]): string[] {
  if (name === 'sequence') return [`sequence ${value}`];
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  if (typeof value === 'number') return [pluralize(value, words.replace(/s$/, ''), words)];
  if (typeof value === 'boolean') return value ? [name] : [];
  return value === null ? [] : [/^[0-9a-f]{40,64}$/.test(value) ? shortSha(value) : value];
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * BAR_WIDTH);
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}

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
