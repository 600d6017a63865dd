import type { DatabaseSync } from 'node:sqlite';
import { EMPTY_STATUS, type IndexStatus } from '../../domain/index-status.ts';
import { text } from './row.ts';

/** The status of the published sequence; as of the running transaction, if there is one. */
export function storedStatus(db: DatabaseSync): IndexStatus {
  const row = db.prepare('SELECT status FROM state').get();
  return row === undefined ? EMPTY_STATUS : (JSON.parse(text(row, 'status')) as IndexStatus);
}
