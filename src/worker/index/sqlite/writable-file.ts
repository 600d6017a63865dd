import { closeSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
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
import { readStatus } from '../../../shared/index/sqlite/stored-records.ts';
import { STAGING_TABLES } from './sqlite-staging.ts';

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
