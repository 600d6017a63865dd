import { createHash } from 'node:crypto';
import type { SkippedDocument } from './document.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { RunRecord } from './run.ts';
import type { SourceStatus } from './source.ts';

/** The language model that wrote the documents' summaries. */
export interface WrittenSummaries {
  readonly model: string;
  /** Version of the instructions it was given. */
  readonly version: number;
  /**
   * Paths of the documents it has not summarized yet, those never tried first. Their summary is still taken from the
   * document, or was written by an earlier model.
   */
  readonly missing: readonly string[];
}

/** A file that its site starts or stops publishing without a change of it. */
export interface DueFile {
  readonly path: string;
  readonly blob: string;
  /** ISO 8601 in UTC. A run from this time on prepares the file again. */
  readonly at: string;
}

/** What an index records about itself. Times are ISO 8601 in UTC. */
export interface IndexStatus {
  /** Number of the published sync; 0 before the first. Counting continues across generations, so numbers are unique. */
  readonly sequence: number;
  /** The sources the index is built from, in the order of the list; empty before the first run. */
  readonly sources: readonly SourceStatus[];
  /** Time of the last publish. */
  readonly syncedAt: string | null;
  /** The last run that was not skipped. */
  readonly lastRun: RunRecord | null;
  /** Failed runs since the last run that did not fail. */
  readonly consecutiveFailures: number;
  readonly documents: number;
  readonly chunks: number;
  readonly fingerprint: Fingerprint | null;
  /** Files of the published revision that are not indexed. */
  readonly skipped: readonly SkippedDocument[];
  /** Files that are or are not documents only up to some time. */
  readonly due: readonly DueFile[];
  /** null if no model writes summaries: they are taken from the documents. */
  readonly summaries: WrittenSummaries | null;
}

/** The status of an index that does not exist yet. */
export const EMPTY_STATUS: IndexStatus = {
  sequence: 0,
  sources: [],
  syncedAt: null,
  lastRun: null,
  consecutiveFailures: 0,
  documents: 0,
  chunks: 0,
  fingerprint: null,
  skipped: [],
  due: [],
  summaries: null,
};

/**
 * Returns the identity of a snapshot: what readers see between two changes of the index. Data read under the same id is
 * consistent and may be cached for as long as the status yields that id.
 */
export function snapshotId({ sequence, sources, syncedAt }: IndexStatus): string {
  const commits = sources.map(({ commit }) => commit?.sha ?? '');
  const digest = createHash('sha256').update(commits.join(' ')).digest('hex').slice(0, 12);
  return `${sequence}-${digest}-${syncedAt ?? ''}`;
}
