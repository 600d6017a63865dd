import type { ChangeKind } from './change.ts';
import type { Revision } from './source.ts';

/** A changed document as `list_changes` shows it. */
export interface ChangedDocument {
  readonly path: string;
  readonly change: ChangeKind;
  readonly previousPath?: string;
}

/** What one source brought with a publish. */
export interface PublishedSource {
  /** As in the list of sources: `github:owner/name`, … */
  readonly from: string;
  readonly ref: string | null;
  /** The commit the publish brought the index to. */
  readonly commit: Revision;
  /** Name of the release it brought the index to, of a source that follows releases. */
  readonly version?: string;
  /** Commits touching its roots since the previous publish, oldest first; empty if the source could not tell. */
  readonly commits: readonly Revision[];
  /** Empty for the first publish of a source, in which every document is new. */
  readonly documents: readonly ChangedDocument[];
}

/** One publish: the sources that moved or changed with it. */
export interface PublishRecord {
  readonly sequence: number;
  /** When it became visible to readers, ISO 8601 in UTC. */
  readonly publishedAt: string;
  /** Those that moved to another commit or whose documents changed, in the order of the list of sources. */
  readonly sources: readonly PublishedSource[];
}

/** How many publishes an index keeps in its history. */
export const HISTORY_LIMIT = 100;

/** Where the reading of a source's history stopped, and what is needed to go on. */
export interface HistoryPosition {
  /** Tells the source where to go on; only the source reads it. */
  readonly next: string;
  /** Path at that time, path today: of the documents of today that existed then. */
  readonly paths: readonly (readonly [string, string])[];
  /** Paths of which it is known where their last document went, but for those that are documents today. */
  readonly vacated: readonly string[];
}

/** Source id → position; of the sources whose history has been read in part. */
export type HistoryPositions = Readonly<Record<string, HistoryPosition>>;
