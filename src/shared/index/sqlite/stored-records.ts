import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { type Chunk, chunkFromRecord } from '../../domain/chunk.ts';
import {
  type Document,
  type DocumentEntry,
  entryFromRecord,
  type OutlineHeading,
} from '../../domain/document.ts';
import { publishFromRecord, statusFromRecord } from '../../domain/earlier-records.ts';
import type { Fingerprint } from '../../domain/fingerprint.ts';
import type { PublishRecord } from '../../domain/history.ts';
import type { IndexStatus } from '../../domain/index-status.ts';
import type { SourceStatus } from '../../domain/source.ts';
import { corruptionError } from './sqlite-errors.ts';

type Row = Record<string, SQLOutputValue>;

/** Reads the status of the published sequence: see `statusReader`. */
export function readStatus(db: DatabaseSync): IndexStatus {
  return statusReader(db)();
}

/**
 * Returns a function that reads the status of the published sequence, as of the current transaction if there is one.
 * Without a stored status, nothing has been published or recorded yet.
 * @throws SQLite's error for a corrupt file if the status is not JSON or older than the last publish
 */
export function statusReader(db: DatabaseSync): () => IndexStatus {
  const query = db.prepare(
    'SELECT (SELECT status FROM state) AS status, (SELECT max(sequence) FROM publishes) AS published',
  );
  return () => {
    const row = query.get();
    const status = statusFromRecord(parseStatus(row?.['status'] ?? '{}'));
    const published = Number(row?.['published'] ?? 0);
    if (status.sequence < published) {
      throw corruptionError(`its status has sequence ${status.sequence}, but ${published} was published`);
    }
    return status;
  };
}

function parseStatus(json: unknown): Partial<IndexStatus> {
  try {
    return JSON.parse(String(json)) as Partial<IndexStatus>;
  } catch {
    throw corruptionError('its status is not valid JSON');
  }
}

/** Returns the document in a row with `entry`, `outline` and `content`. */
export function documentFromRow(row: Row): Document {
  return {
    ...entryFromRow(row),
    outline: JSON.parse(textColumn(row, 'outline')) as OutlineHeading[],
    content: textColumn(row, 'content'),
  };
}

export function entryFromRow(row: Row): DocumentEntry {
  return entryFromRecord(JSON.parse(textColumn(row, 'entry')) as DocumentEntry);
}

export function chunkFromRow(row: Row): Chunk {
  return chunkFromRecord(JSON.parse(textColumn(row, 'record')) as Chunk);
}

/** @param source the index's first, which the entries of versions with one source do not name */
export function publishFromRow(row: Row, source: SourceStatus | undefined): PublishRecord {
  return publishFromRecord(JSON.parse(textColumn(row, 'record')) as PublishRecord, source);
}

/** Names the space a vector belongs to; null for a lexical index. Only vectors of one space can be compared. */
export function vectorSpace(
  fingerprint: Pick<Fingerprint, 'model' | 'dimensions' | 'documentPrefix'> | null,
): string | null {
  if (fingerprint === null || fingerprint.model === null || fingerprint.dimensions === null) return null;
  const { model, dimensions, documentPrefix } = fingerprint;
  return `${model}/${dimensions}${documentPrefix === undefined ? '' : `/${documentPrefix}`}`;
}

/** Returns the bytes a vector is stored as: its floats, little-endian on every platform that Node supports. */
export function bytesFromVector(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** Returns the vector in a row, copied out of SQLite's memory. */
export function vectorFromRow(row: Row): Float32Array {
  const bytes = row['vector'];
  if (!(bytes instanceof Uint8Array)) throw new TypeError('column vector is not a blob');
  return new Float32Array(bytes.slice().buffer);
}

/** Returns the text in a column. The tables are STRICT, so any other type is a mistake in our own SQL. */
export function textColumn(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} is not text`);
  return value;
}

export function numberColumn(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`column ${column} is not a number`);
  return value;
}
