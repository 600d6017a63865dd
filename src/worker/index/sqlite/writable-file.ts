import { closeSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { checkSchema } from '../../../shared/index/sqlite/check-schema.ts';
import {
  APPLICATION_ID,
  CREATE_LATER_TABLES,
  SCHEMA,
  SQLITE_SCHEMA_VERSION,
} from '../../../shared/index/sqlite/schema.ts';
import { identifyFile, inTransaction } from '../../../shared/index/sqlite/sqlite-file.ts';
import { readStatus } from '../../../shared/index/sqlite/stored-records.ts';
import { countPublishedWords } from './published-words.ts';

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
    if (file === null || file.blank) createTables(db);
    checkSchema(db);
    // Read before the journal mode is set, which writes: a corrupt index is left as it is.
    readStatus(db);
    db.exec('PRAGMA journal_mode = WAL');
    upgrade(db);
    // With NORMAL, a power failure may lose the last publish, which can be repeated, but cannot corrupt the file.
    db.exec(`PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = ${MAX_LOG_BYTES}`);
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

/** Completes and marks a file of an earlier version, because what is written from now on is of this one. */
function upgrade(db: DatabaseSync): void {
  const isCurrent = () => db.prepare('PRAGMA user_version').get()?.['user_version'] === SQLITE_SCHEMA_VERSION;
  if (isCurrent()) return;
  inTransaction(db, 'IMMEDIATE', () => {
    if (isCurrent()) return;
    db.exec(CREATE_LATER_TABLES);
    countPublishedWords(db);
    db.exec(`PRAGMA user_version = ${SQLITE_SCHEMA_VERSION}`);
  });
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
