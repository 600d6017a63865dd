export type RunOutcome = 'published' | 'unchanged' | 'failed' | 'skipped';

/** Why a run failed, for whoever reads the status. Never contains a secret. */
export interface RunError {
  readonly code: string;
  readonly message: string;
  readonly advice: string;
}

/** One execution of the worker, successful or not. Times are ISO 8601 in UTC. */
export interface RunRecord {
  readonly outcome: RunOutcome;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly error?: RunError;
}
