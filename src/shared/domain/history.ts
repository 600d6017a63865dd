import type { ChangeKind } from './change.ts';
import type { Revision } from './revision.ts';

/** A changed document as `list_changes` shows it. */
export interface ChangedDocument {
  readonly path: string;
  readonly change: ChangeKind;
  readonly previousPath?: string;
}

/** One publish: the commit it brought the index to and the documents that changed with it. */
export interface PublishRecord {
  readonly sequence: number;
  readonly commit: Revision;
  /** When readers got it, ISO 8601 in UTC. */
  readonly publishedAt: string;
  /** The first publish of an index lists no documents: all of them are new. */
  readonly documents: readonly ChangedDocument[];
  /** Commits touching the docs root that came with it, oldest first, where the source could tell. */
  readonly commits: readonly Revision[];
}

/** How many publishes an index remembers. */
export const HISTORY_LIMIT = 100;
