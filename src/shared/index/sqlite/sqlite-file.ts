import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { OperationalError } from '../../operational-error.ts';
import { APPLICATION_ID, SCHEMA, SQLITE_SCHEMA_VERSION } from './schema.ts';
import { classified, damaged, primaryCode } from './sqlite-errors.ts';

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';
const TABLES = [...SCHEMA.matchAll(/CREATE (?:VIRTUAL )?TABLE (\w+)/g)].map(([, name]) => name).join();
/** SQLite's result code for what it cannot make sense of: a table that is not there. */
const ERROR = 1;

/** Which file is at a path at the moment: `id` changes when another file takes its place. */
export interface IndexFile {
  readonly id: string;
  /** Nothing was ever written to it: as good as missing. */
  readonly blank: boolean;
}

/**
 * Looks at a file, at first without SQLite, which would recover, lock or rewrite a database that is not ours.
 * @returns null when there is no file
 * @throws OperationalError `INDEX_FOREIGN` for anything but an index of ours, `INDEX_TOO_NEW` for one we cannot read;
 * what SQLite throws of a damaged file for one that lacks a table
 */
export function identifyFile(path: string): IndexFile | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return null;
  if (!found.isFile()) throw foreign(path, 'is no regular file');
  const id = idOf(found);
  if (found.size === 0) return { id, blank: true };

  const header = readHeader(path);
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) throw foreign(path, 'is no SQLite database');
  if (header.readUInt32BE(68) !== APPLICATION_ID) throw foreign(path, 'is the database of another program');
  const version = header.readUInt32BE(60);
  if (version > SQLITE_SCHEMA_VERSION) {
    throw new OperationalError(
      'INDEX_TOO_NEW',
      `the index ${path} was written by a newer version (schema ${version}, this program reads ${SQLITE_SCHEMA_VERSION}).`,
      'Update this program, or point INDEX_PATH elsewhere.',
    );
  }
  requireTables(path);
  return { id, blank: false };
}

/** Whatever else is wrong with the file is told by who opens it to work with it. */
function requireTables(path: string): void {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path, { readOnly: true, timeout: 0, allowExtension: false });
    db.prepare(`SELECT 1 FROM ${TABLES}`);
  } catch (error) {
    if (primaryCode(error) === ERROR) throw damaged(error instanceof Error ? error.message : String(error));
  } finally {
    db?.close();
  }
}

/** The `id` of the file at a path, whatever it is; null when there is none. */
export function fileId(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? null : idOf(found);
}

function idOf({ dev, ino }: { readonly dev: number; readonly ino: number }): string {
  return `${dev}:${ino}`;
}

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

function foreign(path: string, why: string): OperationalError {
  return new OperationalError(
    'INDEX_FOREIGN',
    `${path} ${why}, so it is not touched.`,
    'Point INDEX_PATH at another file, or move this one away.',
  );
}

/** How long a lock is waited for. Reading blocks on nobody but a process that locks the whole file. */
const LOCK_WAIT_MS = 250;
/** SQLite's result code for a file that it would have to write first; on a connection like ours, only that. */
const READ_ONLY = 8;

/**
 * Opens an index file of ours so that nothing can be written through the connection.
 * A file in WAL mode needs its `-wal` and `-shm` beside it: SQLite makes them where the folder can be written, and
 * the worker leaves them behind for readers that may not.
 * @param lockWaitMs for which a lock stops this whole process
 */
export function openReadOnly(path: string, lockWaitMs = LOCK_WAIT_MS): DatabaseSync {
  return classified(path, () => {
    const db = new DatabaseSync(path, { readOnly: true, timeout: lockWaitMs, allowExtension: false });
    try {
      // The first read is what really opens the file.
      db.prepare('SELECT count(*) FROM state').get();
      return db;
    } catch (error) {
      db.close();
      throw primaryCode(error) === READ_ONLY ? companionsMissing(path, error) : error;
    }
  });
}

function companionsMissing(path: string, cause: unknown): OperationalError {
  return new OperationalError(
    'INDEX_UNREADABLE',
    `the index ${path} cannot be opened: ${path}-wal and ${path}-shm are missing, and the folder cannot be written.`,
    'Let the worker run once, which leaves them there, or make the folder writable.',
    { cause },
  );
}
