import type { DatabaseSync } from 'node:sqlite';
import { EMPTY_STATUS, type IndexStatus } from '../../domain/index-status.ts';
import { damaged } from './damaged.ts';
import type { Row } from './row.ts';

/** One row, whatever the file holds: the status, and the last publish the history knows. */
export const STATUS_QUERY =
  'SELECT (SELECT status FROM state) AS status, (SELECT max(sequence) FROM publishes) AS published';

/**
 * The status in what the query gave: a file without one is one in which nothing was published or recorded yet.
 * @throws what SQLite would throw of a damaged file, where it is none or older than what was published
 */
export function statusOf(row: Row | undefined): IndexStatus {
  // What an older version of this program did not keep is as in an empty index.
  const status = { ...EMPTY_STATUS, ...kept(row?.['status'] ?? '{}') };
  if (status.sequence < Number(row?.['published'] ?? 0)) {
    throw damaged(
      `its status is of sequence ${status.sequence}, sequence ${row?.['published']} was published`,
    );
  }
  return status;
}

function kept(json: unknown): Partial<IndexStatus> {
  try {
    return JSON.parse(String(json)) as Partial<IndexStatus>;
  } catch {
    throw damaged('its status cannot be read');
  }
}

/** The status of the published sequence; as of the running transaction, if there is one. */
export function storedStatus(db: DatabaseSync): IndexStatus {
  return statusOf(db.prepare(STATUS_QUERY).get());
}
