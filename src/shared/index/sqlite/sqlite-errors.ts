import { isNativeError } from 'node:util/types';
import type { ErrorCode } from '../../error-codes.ts';
import { OperationalError } from '../../operational-error.ts';

const RESTORE = 'Restore it from a copy, or delete it together with its -wal and -shm files and sync again.';

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html), and what each means to a person. */
const BY_SQLITE_CODE: Readonly<Record<number, readonly [code: ErrorCode, what: string, advice: string]>> = {
  5: ['INDEX_LOCKED', 'is locked by another process', 'Try again when that process is done, or end it.'],
  8: ['INDEX_READ_ONLY', 'cannot be written', 'Give the worker write permission on the file and its folder.'],
  10: ['INDEX_IO', 'cannot be read or written: the disk reports an error', 'Check the disk.'],
  11: ['INDEX_CORRUPT', 'is damaged', RESTORE],
  13: ['INDEX_DISK_FULL', 'cannot grow: the disk is full', 'Free some space, then run again.'],
  14: ['INDEX_UNREADABLE', 'cannot be opened', 'Check the permissions of the file and its folder.'],
  26: ['INDEX_CORRUPT', 'is damaged', RESTORE],
};

const CANNOT_OPEN = 14;

const BY_SYSTEM_CODE: Readonly<Record<string, number>> = {
  EROFS: 8,
  ENOSPC: 13,
  EDQUOT: 13,
  EIO: 10,
};

/** Turns what SQLite or the file system threw into an OperationalError; anything else comes back as it is. */
export function classifySqliteError(error: unknown, path: string): unknown {
  if (error instanceof OperationalError || !isNativeError(error)) return error;
  const known = BY_SQLITE_CODE[primaryCode(error)];
  if (known === undefined) return error;
  const [code, what, advice] = known;
  return new OperationalError(code, `the index ${path} ${what} (${error.message}).`, advice, {
    cause: error,
  });
}

/** SQLite's primary result code of an error, or the nearest to what the file system said; 0 for any other error. */
export function primaryCode(error: unknown): number {
  if (!isNativeError(error)) return 0;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  const systemCode = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // Permissions, a loop of links, a name that is too long, no more open files: the file system has many words for it.
  return BY_SYSTEM_CODE[systemCode] ?? ('syscall' in error ? CANNOT_OPEN : 0);
}

/** Runs `work` on the file at `path`, with its failures classified. */
export function classified<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw classifySqliteError(error, path);
  }
}

/** SQLite's result code for a damaged file. */
const CORRUPT = 11;

/** What SQLite would throw of a damaged file, for damage that it cannot know of; classified like its own. */
export function damaged(what: string): Error {
  return Object.assign(new Error(what), { errcode: CORRUPT });
}
