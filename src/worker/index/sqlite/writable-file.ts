import { closeSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deflateRawSync } from 'node:zlib';
import type { Document } from '../../../shared/domain/document.ts';
import type { Fingerprint, IndexStatus } from '../../../shared/domain/index-status.ts';
import { checkSchema } from '../../../shared/index/sqlite/check-schema.ts';
import {
  APPLICATION_ID,
  CREATE_HISTORY_POSITIONS,
  CREATE_LATER_TABLES,
  DOCUMENT_TABLES,
  SCHEMA,
  SQLITE_SCHEMA_VERSION,
} from '../../../shared/index/sqlite/schema.ts';
import { identifyFile, inTransaction, tablesVersion } from '../../../shared/index/sqlite/sqlite-file.ts';
import {
  bytesFromVector,
  chunkRecord,
  readStatus,
  vectorSpace,
} from '../../../shared/index/sqlite/stored-records.ts';
import { lexicalFields } from '../../../shared/lexical/lexical-terms.ts';
import type { StageBatch } from '../index-writer.ts';

/** How long a writer waits for another process's transaction, which blocks the whole process. */
const LOCK_TIMEOUT_MS = 3_000;
/** Size to which the write-ahead log is truncated after a large publish. */
const MAX_LOG_BYTES = 4 * 1024 * 1024;

/**
 * Opens the index file for writing. Creates it, and its folder, if missing.
 * @throws OperationalError for a file of another program; otherwise whatever SQLite throws
 */
export function openWritable(path: string): DatabaseSync {
  const file = identifyFile(path);
  if (file === null) mkdirSync(dirname(path), { recursive: true });
  const db = new DatabaseSync(path, { timeout: LOCK_TIMEOUT_MS, allowExtension: false });
  try {
    if (file === null || file.blank) {
      // Larger pages waste less on records of a kilobyte.
      db.exec('PRAGMA page_size = 8192');
      createTables(db);
    }
    checkSchema(db);
    // Read before the journal mode is set, which writes: a corrupt index is left as it is.
    readStatus(db);
    db.exec('PRAGMA journal_mode = WAL');
    upgrade(db);
    // With NORMAL, a power failure may lose the last publish, which can be repeated, but cannot corrupt the file.
    db.exec(`PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = ${MAX_LOG_BYTES}`);
    db.exec(STAGING_TABLES);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** In one transaction and before WAL mode is set, so that a header that exists always has our application id. */
function createTables(db: DatabaseSync): void {
  inTransaction(db, 'IMMEDIATE', () => {
    const alreadyCreated = db.prepare('PRAGMA application_id').get()?.['application_id'] === APPLICATION_ID;
    if (alreadyCreated) return;
    db.exec(SCHEMA);
    db.exec(CREATE_LATER_TABLES);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SQLITE_SCHEMA_VERSION}`);
  });
}

/** Completes a file of version 1 and marks it as one of version 2: their tables are alike, their records are not. */
function upgrade(db: DatabaseSync): void {
  db.exec(CREATE_HISTORY_POSITIONS);
  if (tablesVersion(db) === 1) db.exec('PRAGMA user_version = 2');
}

/**
 * Empties the tables of documents. In a file of an earlier version they are replaced by those of this version: readers see
 * both at once with the end of the transaction, which publishes a rebuild.
 */
export function emptyDocumentTables(db: DatabaseSync): void {
  if (tablesVersion(db) === SQLITE_SCHEMA_VERSION) {
    db.exec(
      "DELETE FROM documents; DELETE FROM chunks; INSERT INTO chunk_words (chunk_words) VALUES ('delete-all')",
    );
    return;
  }
  db.exec(`
    DROP TABLE documents; DROP TABLE chunks; DROP TABLE chunk_words;
    DROP TABLE main.staged_documents; DROP TABLE main.staged_chunks;
    ${DOCUMENT_TABLES}
    ${CREATE_LATER_TABLES}
    PRAGMA user_version = ${SQLITE_SCHEMA_VERSION}`);
}

/**
 * Closes a writable index file. With the last connection, SQLite deletes `-wal` and `-shm`, without which a reader that
 * may not write to the folder cannot open the file: empty ones are created for it.
 */
export function closeWritable(db: DatabaseSync, path: string): void {
  db.close();
  try {
    const file = realpathSync(path);
    for (const companion of [`${file}-wal`, `${file}-shm`]) closeSync(openSync(companion, 'a', 0o644));
  } catch {
    // The index is safe. A reader that needs the files and cannot create them reports it.
  }
}

/** Replaces the stored status. */
export function saveStatus(db: DatabaseSync, status: IndexStatus): void {
  db.prepare('INSERT OR REPLACE INTO state VALUES (1, ?)').run(JSON.stringify(status));
}

/**
 * What the next publish will bring. Staged rows are temporary: SQLite keeps them outside of the index file, which so takes
 * no room for them, and they end with the connection.
 */
const STAGING_TABLES = `
  CREATE TEMP TABLE staged_documents (
    path TEXT PRIMARY KEY, blob TEXT NOT NULL, entry TEXT NOT NULL, outline TEXT NOT NULL, content BLOB NOT NULL
  ) STRICT;
  CREATE TEMP TABLE staged_chunks (
    id TEXT PRIMARY KEY, path TEXT NOT NULL, ordinal INTEGER NOT NULL, content_hash TEXT NOT NULL, record TEXT NOT NULL,
    title TEXT NOT NULL, headings TEXT NOT NULL, body TEXT NOT NULL, identifiers TEXT NOT NULL, words BLOB NOT NULL,
    UNIQUE (path, ordinal)
  ) STRICT;
`;

/** Deletes what is staged, except vectors: they stay as expired ones, because a run has paid for them. */
export function clearStaging(db: DatabaseSync): void {
  db.exec('DELETE FROM temp.staged_documents; DELETE FROM temp.staged_chunks');
}

/** Stages the documents of a batch, replacing what was staged of the same documents before. */
export function insertStagedDocuments(db: DatabaseSync, { documents }: StageBatch): void {
  const removeChunks = db.prepare('DELETE FROM temp.staged_chunks WHERE path = ?');
  const addDocument = db.prepare('INSERT OR REPLACE INTO temp.staged_documents VALUES (?, ?, ?, ?, ?)');
  const addChunk = db.prepare('INSERT INTO temp.staged_chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  for (const { document, chunks } of documents) {
    removeChunks.run(document.path);
    addDocument.run(...documentColumns(document));
    for (const chunk of chunks) {
      const record = chunkRecord(chunk);
      const { title, headings, body, identifiers } = lexicalFields(chunk);
      const words = deflatedWords([title, headings, body, identifiers], record);
      addChunk.run(
        chunk.id,
        chunk.path,
        chunk.ordinal,
        chunk.contentHash,
        record,
        title,
        headings,
        body,
        identifiers,
        words,
      );
    }
  }
}

function documentColumns(document: Document): [string, string, string, string, Uint8Array] {
  const { outline, content, ...entry } = document;
  return [entry.path, entry.blob, JSON.stringify(entry), JSON.stringify(outline), deflateRawSync(content)];
}

/** The fields of a chunk in `chunk_words`, in the order of its columns. */
export type WordColumns = [title: string, headings: string, body: string, identifiers: string];

function deflatedWords(fields: WordColumns, record: string): Uint8Array {
  return deflateRawSync(JSON.stringify(fields), { dictionary: Buffer.from(record) });
}

/**
 * Stores the vectors of a batch, marked as expired at `sequence` until a publish uses them.
 * @throws RangeError if one is missing or has another length than the fingerprint says: a mistake of the caller
 */
export function insertStagedVectors(
  db: DatabaseSync,
  batch: StageBatch,
  fingerprint: Fingerprint,
  sequence: number,
): void {
  const space = vectorSpace(fingerprint);
  if (space === null) return;
  const add = db.prepare(`
    INSERT INTO vectors (space, content_hash, vector, expired_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (space, content_hash) DO UPDATE SET expired_at = excluded.expired_at WHERE expired_at IS NOT NULL`);
  const hashes = new Set(batch.documents.flatMap(({ chunks }) => chunks.map((chunk) => chunk.contentHash)));
  for (const hash of hashes) {
    const vector = batch.vectors.get(hash);
    if (vector?.length !== fingerprint.dimensions) {
      throw new RangeError(
        `chunk ${hash} needs a vector of ${fingerprint.dimensions} floats, got ${vector?.length ?? 'none'}`,
      );
    }
    add.run(space, hash, bytesFromVector(vector), sequence);
  }
}
