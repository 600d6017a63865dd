import type { ChangeKind } from './change.ts';
import type { Revision } from './revision.ts';

/** A changed document as `list_changes` shows it. */
export interface ChangedDocument {
  readonly path: string;
  readonly change: ChangeKind;
  readonly previousPath?: string;
}

/** One publish: the commit it brought the index to, and the documents it changed. */
export interface PublishRecord {
  readonly sequence: number;
  readonly commit: Revision;
  /** When it became visible to readers, ISO 8601 in UTC. */
  readonly publishedAt: string;
  /** Empty for the first publish of an index, in which every document is new. */
  readonly documents: readonly ChangedDocument[];
  /** Commits touching the docs root since the previous publish, oldest first; empty if the source could not tell. */
  readonly commits: readonly Revision[];
}

/** How many publishes an index keeps in its history. */
export const HISTORY_LIMIT = 100;
