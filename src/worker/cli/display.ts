import type { Logger } from '../../shared/logging/logger.ts';
import type { Progress } from '../sync/progress.ts';
import type { RunReport } from '../sync/run-report.ts';

/** Shows people a sync: while it runs, and what came of it. */
export interface Display {
  readonly progress: Progress;
  readonly logger: Logger;
  show(report: RunReport): void;
}
