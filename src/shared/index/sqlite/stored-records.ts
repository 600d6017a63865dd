import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { inflateRawSync } from 'node:zlib';
import { type Chunk, chunkFromRecord } from '../../domain/chunk.ts';
import {
  type Document,
  type DocumentEntry,
  entryFromRecord,
  type ListedDocument,
  type OutlineHeading,
} from '../../domain/document.ts';
import type { PublishRecord } from '../../domain/history.ts';
import {
  isChunk,
  isDocumentEntry,
  isListPage,
  isOutdatedNames,
  isOutline,
  isPublishRecord,
  isStatus,
  publishFromRecord,
  type Shape,
  statusFromRecord,
} from '../../domain/index-records.ts';
import type { Fingerprint, IndexStatus } from '../../domain/index-status.ts';
import type { SourceStatus } from '../../domain/source.ts';
import type { OutdatedMention, OutdatedMentions } from '../../drift/outdated-mentions.ts';
import type { LATER_TABLES } from './schema.ts';
import { corruptionError } from './sqlite-errors.ts';
import { bytesOf, type StoredVector } from './vector-list.ts';

type Row = Record<string, SQLOutputValue>;

/** Reads the status of the published sequence: see `statusReader`. */
export function readStatus(db: DatabaseSync): IndexStatus {
  return statusReader(db)();
}

/**
 * Returns a function that reads the status of the published sequence, as of the current transaction if there is one. It
 * does not see what is written over the same connection later. Without a stored status, nothing has been published or
 * recorded yet.
 * @throws SQLite's error for a corrupt file if the status is not JSON or older than the last publish
 */
export function statusReader(db: DatabaseSync): () => IndexStatus {
  const query = db.prepare(
    'SELECT (SELECT status FROM state) AS status, (SELECT max(sequence) FROM publishes) AS published',
  );
  // Another number whenever another connection has written: https://www.sqlite.org/pragma.html#pragma_data_version
  const dataVersion = db.prepare('PRAGMA data_version');
  let last: { readonly version: unknown; readonly json: string; readonly status: IndexStatus } | null = null;
  return () => {
    const version = dataVersion.get()?.['data_version'];
    if (last !== null && last.version === version) return last.status;
    const row = query.get();
    const json = String(row?.['status'] ?? '{}');
    const status = last?.json === json ? last.status : statusFromJson(json);
    const published = Number(row?.['published'] ?? 0);
    if (status.sequence < published) {
      throw corruptionError(`its status has sequence ${status.sequence}, but ${published} was published`);
    }
    last = { version, json, status };
    return status;
  };
}

function statusFromJson(json: string): IndexStatus {
  return checked(isStatus, 'status', () => statusFromRecord(parsed(json) as Partial<IndexStatus>));
}

/** Reads a record. @throws SQLite's error for a corrupt file if it is not of its shape */
function checked<T>(shape: Shape, name: string, read: () => T): T {
  let record: T | undefined;
  try {
    record = read();
  } catch (error) {
    throw corruptionError(
      `a ${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!shape(record)) throw corruptionError(`a ${name} is not one that this program writes`);
  return record;
}

/** @throws SyntaxError */
function parsed(json: string): object {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) throw new SyntaxError('it is no object');
  return value;
}

/** Returns the document in a row with `entry`, `outline` and `content`. */
export function documentFromRow(row: Row): Document {
  return {
    ...entryFromRow(row),
    outline: checked(
      isOutline,
      'list of headings',
      () => parsed(textColumn(row, 'outline')) as OutlineHeading[],
    ),
    content: contentFromRow(row),
  };
}

/** Returns the text in a row with `content`, which earlier versions did not deflate. */
export function contentFromRow(row: Row): string {
  const content = row['content'];
  return content instanceof Uint8Array ? inflated(content, 'content') : textColumn(row, 'content');
}

/** What is deflated is smaller than this, so that a damaged file cannot fill the memory. */
const MAX_INFLATED_BYTES = 16 * 1024 * 1024;

/**
 * Returns the text that was deflated.
 * @param dictionary the one it was deflated with, if any
 * @throws SQLite's error for a corrupt file
 */
export function inflated(bytes: Uint8Array, column: string, dictionary?: Uint8Array): string {
  const options = {
    maxOutputLength: MAX_INFLATED_BYTES,
    ...(dictionary === undefined ? {} : { dictionary }),
  };
  try {
    return inflateRawSync(bytes, options).toString('utf8');
  } catch (error) {
    throw corruptionError(
      `a ${column} cannot be inflated: ${error instanceof Error ? error.message : error}`,
    );
  }
}

export function entryFromRow(row: Row): DocumentEntry {
  return checked(isDocumentEntry, 'document', () =>
    entryFromRecord(parsed(textColumn(row, 'entry')) as DocumentEntry),
  );
}

/** Returns the documents of a page of the list. */
export function listPageFromRow(row: Row): ListedDocument[] {
  return checked(
    isListPage,
    'page of the list of documents',
    () => parsed(textColumn(row, 'documents')) as ListedDocument[],
  );
}

/** The fields of a chunk that are columns of their own. */
type ColumnFields = Pick<Chunk, 'id' | 'path' | 'ordinal' | 'contentHash'>;

/** Returns the record that is stored of a chunk beside its columns. */
export function chunkRecord({ id: _, path: __, ordinal: ___, contentHash: ____, ...record }: Chunk): string {
  return JSON.stringify(record satisfies Omit<Chunk, keyof ColumnFields>);
}

/** Returns the chunk in a row with `id`, `path`, `ordinal`, `content_hash` and `record`. */
export function chunkFromRow(row: Row): Chunk {
  const columns: ColumnFields = {
    id: textColumn(row, 'id'),
    path: textColumn(row, 'path'),
    ordinal: numberColumn(row, 'ordinal'),
    contentHash: textColumn(row, 'content_hash'),
  };
  return checked(isChunk, 'chunk', () =>
    chunkFromRecord({ ...(parsed(textColumn(row, 'record')) as Chunk), ...columns }),
  );
}

/** @param source the index's first, which the entries of versions with one source do not name */
export function publishFromRow(row: Row, source: SourceStatus | undefined): PublishRecord {
  return checked(isPublishRecord, 'publish', () =>
    publishFromRecord(parsed(textColumn(row, 'record')) as PublishRecord, source),
  );
}

/** Whether a file has a table of `LATER_TABLES`: one of an earlier version has none. */
export function hasTable(db: DatabaseSync, name: keyof typeof LATER_TABLES): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;
}

/** Reads the outdated names; null if no publish has recorded any, or the file has no such table. */
export function readOutdatedNames(db: DatabaseSync): OutdatedMentions | null {
  if (!hasTable(db, 'outdated_names')) return null;
  const row = db.prepare('SELECT record FROM outdated_names').get();
  if (row === undefined) return null;
  const entries = checked(
    isOutdatedNames,
    'list of outdated names',
    () => parsed(textColumn(row, 'record')) as [string, OutdatedMention[]][],
  );
  return new Map(entries);
}

/** Names the space a vector belongs to; null for a lexical index. Only vectors of one space can be compared. */
export function vectorSpace(
  fingerprint: Pick<Fingerprint, 'model' | 'dimensions' | 'documentPrefix'> | null,
): string | null {
  if (fingerprint === null || fingerprint.model === null || fingerprint.dimensions === null) return null;
  const { model, dimensions, documentPrefix } = fingerprint;
  return `${model}/${dimensions}${documentPrefix === undefined ? '' : `/${documentPrefix}`}`;
}

/**
 * Returns the bytes a vector is stored as: a byte for each number if all are whole and from -127 to 127, else its floats,
 * little-endian on every platform that Node supports.
 */
export function bytesFromVector(vector: Float32Array): Uint8Array {
  const { buffer, byteOffset, byteLength } = bytesOf(vector) ?? vector;
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/**
 * Returns the vector in a row, copied out of SQLite's memory.
 * @throws SQLite's error for a corrupt file if it is not one of `dimensions` numbers
 */
export function storedVectorFromRow(row: Row, dimensions: number): StoredVector {
  const bytes = row['vector'];
  if (bytes instanceof Uint8Array) {
    if (bytes.byteLength === dimensions) return new Int8Array(bytes.slice().buffer);
    if (bytes.byteLength === dimensions * Float32Array.BYTES_PER_ELEMENT)
      return new Float32Array(bytes.slice().buffer);
  }
  throw corruptionError(`a vector has not ${dimensions} numbers`);
}

/** Returns the text in a column. The tables are STRICT, so the file is damaged if it has another type. */
export function textColumn(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw corruptionError(`a ${column} is not text`);
  return value;
}

export function numberColumn(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw corruptionError(`a ${column} is not a number`);
  return value;
}
