import type { SkippedDocument } from './document.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { Revision } from './revision.ts';

/** The language model that wrote the documents' summaries. */
export interface WrittenSummaries {
  readonly model: string;
  /** Version of what it was asked for. */
  readonly version: number;
  /**
   * Paths of the documents it has not summarized yet, those it has not been asked about first: whose turn it is. Each
   * has its own words, or an earlier model's.
   */
  readonly missing: readonly string[];
}

/** State kept with the index. Times are ISO 8601 in UTC. */
export interface IndexStatus {
  /** Number of the published sync; 0 before the first. A new generation goes on counting: no two publishes share one. */
  readonly sequence: number;
  /** Identity of the docs source the index was built from, null before the first publish. */
  readonly source: string | null;
  /** The published commit. */
  readonly commit: Revision | null;
  /** Last publish. */
  readonly syncedAt: string | null;
  /** Last time the source confirmed what its head is. */
  readonly checkedAt: string | null;
  /** Commits touching the docs root that the source has and the index has not, as of `checkedAt`. */
  readonly docsBehind: number;
  /** Opaque validator of the head as of `checkedAt`. */
  readonly headTag: string | null;
  /** The last run that was not skipped. */
  readonly lastRun: RunRecord | null;
  /** Failed runs since the last one that did not fail. */
  readonly consecutiveFailures: number;
  readonly documents: number;
  readonly chunks: number;
  readonly fingerprint: Fingerprint | null;
  /** Files of the published revision that could not become documents. */
  readonly skipped: readonly SkippedDocument[];
  /** null where all summaries are the documents' own words. */
  readonly summaries: WrittenSummaries | null;
}

/** The status of an index that does not exist yet. */
export const EMPTY_STATUS: IndexStatus = {
  sequence: 0,
  source: null,
  commit: null,
  syncedAt: null,
  checkedAt: null,
  docsBehind: 0,
  headTag: null,
  lastRun: null,
  consecutiveFailures: 0,
  documents: 0,
  chunks: 0,
  fingerprint: null,
  skipped: [],
  summaries: null,
};

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

/**
 * Identifies what readers see between two changes of the index: whatever is read under one id belongs together, and may
 * be kept for as long as the status gives the same id.
 */
export function snapshotId({ sequence, commit, syncedAt }: IndexStatus): string {
  return `${sequence}-${commit?.sha.slice(0, 12) ?? ''}-${syncedAt ?? ''}`;
}
