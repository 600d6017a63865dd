export type RunOutcome = 'published' | 'unchanged' | 'failed' | 'skipped';

/** What a failed run leaves behind for whoever reads the status. Never contains a secret. */
export interface RunError {
  readonly code: string;
  readonly message: string;
  readonly advice: string;
}

/** One execution of the worker, whatever came of it. Times are ISO 8601 in UTC. */
export interface RunRecord {
  readonly outcome: RunOutcome;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly error?: RunError;
}

/** What the source confirmed about its head during a run, also one that failed later. */
export interface SourceCheck {
  /** When the source answered, ISO 8601 in UTC. */
  readonly checkedAt: string;
  /** Commits touching the docs root that the source has and the index has not. */
  readonly docsBehind: number;
  /** Opaque validator of the head (an ETag), to make the next check conditional. */
  readonly headTag?: string;
}
