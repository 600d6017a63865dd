import { createLogger, type Logger } from '../../shared/logging/logger.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { Progress } from '../sync/progress.ts';
import type { RunReport } from '../sync/run-report.ts';
import type { Output } from './command.ts';
import { LiveView } from './live-view.ts';
import { LogView } from './log-view.ts';

/** Shows people a sync: while it runs, and what came of it. */
export interface Display {
  readonly progress: Progress;
  readonly logger: Logger;
  show(report: RunReport): void;
}

/** A live view on a terminal, otherwise, and where other than the usual is to be logged, one structured line a step. */
export function openDisplay(stderr: Output, level: string, clock: Clock): Display {
  if (stderr.isTTY && level === 'info') return new LiveView(stderr, clock);
  return new LogView(createLogger('eino-docs-worker', level), stderr, clock);
}
