import { closeSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { APPLICATION_ID, SCHEMA, SQLITE_SCHEMA_VERSION } from '../../../shared/index/sqlite/schema.ts';
import { identifyFile } from '../../../shared/index/sqlite/sqlite-file.ts';
import { inTransaction, storedStatus } from '../../../shared/index/sqlite/stored-records.ts';

/** How long a writer waits for another process's transaction, and cannot be interrupted. */
const WRITE_TIMEOUT_MS = 3_000;
/** What the write-ahead log shrinks to after a large publish. */
const LOG_BYTES_KEPT = 4 * 1024 * 1024;

/**
 * Opens the index file for writing, creating it, and its folder, where there is none.
 * @throws OperationalError when a file of somebody else's is there; whatever SQLite throws otherwise
 */
export function openWritable(path: string): DatabaseSync {
  const file = identifyFile(path);
  if (file === null) mkdirSync(dirname(path), { recursive: true });
  const db = new DatabaseSync(path, { timeout: WRITE_TIMEOUT_MS, allowExtension: false });
  try {
    if (file === null || file.blank) createTables(db);
    // Read before the mode is set, which writes: a damaged index stays as it is.
    storedStatus(db);
    db.exec('PRAGMA journal_mode = WAL');
    // The index can always be made again: a power failure may take back the last publish, never damage the file.
    db.exec(`PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = ${LOG_BYTES_KEPT}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** One transaction, before the file is in WAL mode: the header says whose file it is as soon as there is one. */
function createTables(db: DatabaseSync): void {
  inTransaction(db, 'IMMEDIATE', () => {
    const createdMeanwhile = db.prepare('PRAGMA application_id').get()?.['application_id'] === APPLICATION_ID;
    if (createdMeanwhile) return;
    db.exec(SCHEMA);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SQLITE_SCHEMA_VERSION}`);
  });
}

/**
 * Closes a writable index file. SQLite deletes `-wal` and `-shm` with the last connection, but a reader that may
 * not write into the folder cannot open the file without them: empty ones are left for it.
 */
export function closeWritable(db: DatabaseSync, path: string): void {
  db.close();
  try {
    const file = realpathSync(path);
    for (const companion of [`${file}-wal`, `${file}-shm`]) closeSync(openSync(companion, 'a', 0o644));
  } catch {
    // What was written is safe. A reader that cannot do without them says so.
  }
}

/** Replaces the status kept with the index. */
export function saveStatus(db: DatabaseSync, status: IndexStatus): void {
  db.prepare('INSERT OR REPLACE INTO state VALUES (1, ?)').run(JSON.stringify(status));
}
