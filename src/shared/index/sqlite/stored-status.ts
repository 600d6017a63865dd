import type { DatabaseSync } from 'node:sqlite';
import { EMPTY_STATUS, type IndexStatus } from '../../domain/index-status.ts';
import { type Row, text } from './row.ts';

export const STATUS_QUERY = 'SELECT status FROM state';

/** The status in what the query gave: a file without one is one in which nothing was published or recorded yet. */
export function statusOf(row: Row | undefined): IndexStatus {
  if (row === undefined) return EMPTY_STATUS;
  // What an older version of this program did not keep is as in an empty index.
  return { ...EMPTY_STATUS, ...(JSON.parse(text(row, 'status')) as Partial<IndexStatus>) };
}

/** The status of the published sequence; as of the running transaction, if there is one. */
export function storedStatus(db: DatabaseSync): IndexStatus {
  return statusOf(db.prepare(STATUS_QUERY).get());
}
