import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Document, DocumentEntry, OutlineHeading } from '../../domain/document.ts';
import type { Fingerprint } from '../../domain/fingerprint.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../domain/index-status.ts';
import { damaged } from './sqlite-errors.ts';

export type Row = Record<string, SQLOutputValue>;

/** The text in a column. The tables are STRICT, so anything else is a slip in our own SQL. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`);
  return value;
}

export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`column ${column} holds no number`);
  return value;
}

export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw new TypeError(`column ${column} holds no bytes`);
  return value;
}

/** The document in a row with `entry`, `outline` and `content`. */
export function storedDocument(row: Row): Document {
  return {
    ...(JSON.parse(text(row, 'entry')) as DocumentEntry),
    outline: JSON.parse(text(row, 'outline')) as OutlineHeading[],
    content: text(row, 'content'),
  };
}

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

/** Names the space a vector lives in; null for a lexical index, which has none. Vectors of one space are comparable. */
export function vectorSpace(fingerprint: Pick<Fingerprint, 'model' | 'dimensions'> | null): string | null {
  if (fingerprint === null || fingerprint.model === null || fingerprint.dimensions === null) return null;
  return `${fingerprint.model}/${fingerprint.dimensions}`;
}

/** How a vector is stored: its floats as they lie in memory, little-endian on every platform Node runs on. */
export function vectorBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** The vector of stored bytes, in memory of its own. */
export function vectorFrom(stored: Uint8Array): Float32Array {
  return new Float32Array(stored.slice().buffer);
}

/**
 * Runs `work` in one transaction: everything it did is kept, or nothing.
 * `DEFERRED` reads one state of the database throughout; `IMMEDIATE` also holds the write lock from the start.
 */
export function inTransaction<T>(db: DatabaseSync, kind: 'DEFERRED' | 'IMMEDIATE', work: () => T): T {
  db.exec(`BEGIN ${kind}`);
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite ends the transaction by itself on some errors, a full disk among them.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
