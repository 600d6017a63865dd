import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { OperationalError } from '../../errors/operational-error.ts';
import { damaged } from './damaged.ts';
import { APPLICATION_ID, SCHEMA, SQLITE_SCHEMA_VERSION } from './schema.ts';
import { primaryCode } from './sqlite-errors.ts';

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
