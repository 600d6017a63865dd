import type { RunReport } from '../sync/run-report.ts';
import type { Findings } from '../verify/verify-index.ts';

/** What `verify --json` prints: what was found before anything was repaired. */
export interface VerifyReport extends Findings {
  readonly outcome: 'intact' | 'damaged' | 'repaired';
  /** The run that repaired, or tried to. */
  readonly repair?: RunReport;
}
