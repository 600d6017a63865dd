import type { DatabaseSync } from 'node:sqlite';
import { EMPTY_STATUS, type IndexStatus } from '../../domain/index-status.ts';
import { type Row, text } from './row.ts';

export const STATUS_QUERY = 'SELECT status FROM state';

/** The status in what the query gave: a file without one is one in which nothing was published or recorded yet. */
export function statusOf(row: Row | undefined): IndexStatus {
  return row === undefined ? EMPTY_STATUS : (JSON.parse(text(row, 'status')) as IndexStatus);
}

/** The status of the published sequence; as of the running transaction, if there is one. */
export function storedStatus(db: DatabaseSync): IndexStatus {
  return statusOf(db.prepare(STATUS_QUERY).get());
}
