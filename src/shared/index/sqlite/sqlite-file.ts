import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { OperationalError } from '../../operational-error.ts';
import { checkSchema } from './check-schema.ts';
import { APPLICATION_ID, SQLITE_SCHEMA_VERSION } from './schema.ts';
import { primaryCode, SQLITE_CODE, withSqliteErrors } from './sqlite-errors.ts';
import { numberColumn } from './stored-records.ts';

/** The index file currently found at a path. */
export interface IndexFile {
  /** Changes when another file takes its place. */
  readonly id: string;
  /** The file has no content: treated like a missing one. */
  readonly blank: boolean;
}

/**
 * Identifies the file at a path. Reads its header without SQLite first, which would recover, lock or rewrite even a
 * database that is not ours.
 * @returns null if there is no file
 * @throws OperationalError `INDEX_FOREIGN` for anything but our index, `INDEX_TOO_NEW` for a newer schema; SQLite's
 *
 */
export function identifyFile(path: string): IndexFile | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (!stats.isFile()) throw foreignFile(path, 'is not a regular file');
  const id = idOf(stats);
  if (stats.size === 0) return { id, blank: true };

  const header = readHeader(path);
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw foreignFile(path, 'is not a SQLite database');
  }
  if (header.readUInt32BE(APPLICATION_ID_OFFSET) !== APPLICATION_ID) {
    throw foreignFile(path, 'is the database of another program');
  }
  const version = header.readUInt32BE(USER_VERSION_OFFSET);
  if (version > SQLITE_SCHEMA_VERSION) {
    throw new OperationalError(
      'INDEX_TOO_NEW',
      `the index ${path} was written by a newer version (schema ${version}, this program reads ${SQLITE_SCHEMA_VERSION}).`,
      'Update this program, or point INDEX_PATH elsewhere.',
    );
  }
  return { id, blank: false };
}

/** Returns the id of the file at a path, whatever it contains; null if there is none. */
export function fileId(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : idOf(stats);
}

function idOf({ dev, ino }: { readonly dev: number; readonly ino: number }): string {
  return `${dev}:${ino}`;
}

/** The header of a SQLite file (https://www.sqlite.org/fileformat.html#the_database_header). */
const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';
const USER_VERSION_OFFSET = 60;
const APPLICATION_ID_OFFSET = 68;

function readHeader(path: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  const fd = openSync(path, 'r');
  try {
    readSync(fd, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(fd);
  }
  return header;
}

/** Returns the version of the tables in an open file; see `SQLITE_SCHEMA_VERSION`. */
export function tablesVersion(db: DatabaseSync): number {
  return numberColumn(db.prepare('PRAGMA user_version').get() ?? {}, 'user_version');
}

function foreignFile(path: string, reason: string): OperationalError {
  return new OperationalError(
    'INDEX_FOREIGN',
    `${path} ${reason}, so it is not touched.`,
    'Point INDEX_PATH at another file, or move this one away.',
  );
}

/** How long opening waits for a lock. Readers are only ever blocked by a process that locks the whole file. */
const LOCK_TIMEOUT_MS = 250;

/**
 * Opens an index file so that nothing can be written through the connection, and checks its schema.
 * A file in WAL mode needs its `-wal` and `-shm` files: SQLite creates them if the folder is writable, and the worker
 * leaves them behind for readers that may not write.
 * @param lockTimeoutMs how long to wait for a lock, which blocks the whole process
 */
export function openReadOnly(path: string, lockTimeoutMs = LOCK_TIMEOUT_MS): DatabaseSync {
  return withSqliteErrors(path, () => {
    const db = new DatabaseSync(path, { readOnly: true, timeout: lockTimeoutMs, allowExtension: false });
    try {
      // SQLite opens the file with the first read.
      checkSchema(db);
      return db;
    } catch (error) {
      db.close();
      // On a read-only connection this code can only mean that SQLite would have to create the companion files.
      throw primaryCode(error) === SQLITE_CODE.readOnly ? companionsMissing(path, error) : error;
    }
  });
}

function companionsMissing(path: string, cause: unknown): OperationalError {
  return new OperationalError(
    'INDEX_UNREADABLE',
    `the index ${path} cannot be opened: ${path}-wal and ${path}-shm are missing, and the folder is not writable.`,
    'Run the worker once, which leaves them there, or make the folder writable.',
    { cause },
  );
}

/**
 * Runs `work` in one transaction: all its changes are kept, or none.
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
