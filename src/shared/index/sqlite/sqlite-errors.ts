import { isNativeError } from 'node:util/types';
import type { ErrorCode } from '../../error-codes.ts';
import { OperationalError } from '../../operational-error.ts';

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html), as far as they matter here. */
export const SQLITE_CODE = {
  error: 1,
  busy: 5,
  noMemory: 7,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** Runs `work` on the file at `path`; failures of SQLite or the file system are thrown as OperationalErrors. */
export function withSqliteErrors<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw classifySqliteError(error, path);
  }
}

/** Turns an error of SQLite or the file system into an OperationalError; returns any other error unchanged. */
export function classifySqliteError(error: unknown, path: string): unknown {
  if (error instanceof OperationalError || !isNativeError(error)) return error;
  const known = BY_SQLITE_CODE[primaryCode(error)];
  if (known === undefined) return error;
  const [code, problem, advice] = known;
  return new OperationalError(code, `the index ${path} ${problem} (${error.message}).`, advice, {
    cause: error,
  });
}

/** Returns SQLite's primary result code of an error, or the closest one for a file system error; 0 for any other. */
export function primaryCode(error: unknown): number {
  if (!isNativeError(error)) return 0;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  const systemCode = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // Any other system call that failed (EACCES, ELOOP, ENAMETOOLONG, EMFILE ...) means the file cannot be opened.
  return BY_SYSTEM_CODE[systemCode] ?? ('syscall' in error ? SQLITE_CODE.cannotOpen : 0);
}

/**
 * The error of a read of our schema, whose statements are right: one that SQLite finds in a statement means that the
 * settings or the structure of the full-text index are not ours.
 */
export function readError(error: unknown): unknown {
  return primaryCode(error) === SQLITE_CODE.error && isNativeError(error)
    ? corruptionError(error.message)
    : error;
}

/** Makes the error SQLite would throw for a corrupt file, for corruption that SQLite itself cannot detect. */
export function corruptionError(message: string): Error {
  return Object.assign(new Error(message), { errcode: SQLITE_CODE.corrupt });
}

const CORRUPT = [
  'INDEX_CORRUPT',
  'is damaged',
  'Restore it from a copy, or delete it together with its -wal and -shm files and sync again.',
] as const;

const BY_SQLITE_CODE: Readonly<Record<number, readonly [code: ErrorCode, problem: string, advice: string]>> =
  {
    [SQLITE_CODE.busy]: [
      'INDEX_LOCKED',
      'is locked by another process',
      'Try again when that process is done, or end it.',
    ],
    // Damaged lengths ask for more than there is.
    [SQLITE_CODE.noMemory]: [
      'INDEX_CORRUPT',
      'is damaged, or needs more memory than there is',
      'If the machine has memory left, restore it from a copy, or delete it together with its -wal and -shm files and sync again.',
    ],
    [SQLITE_CODE.readOnly]: [
      'INDEX_READ_ONLY',
      'cannot be written',
      'Give the worker write permission on the file and its folder.',
    ],
    [SQLITE_CODE.ioError]: [
      'INDEX_IO',
      'cannot be read or written: the disk reports an error',
      'Check the disk.',
    ],
    [SQLITE_CODE.corrupt]: CORRUPT,
    [SQLITE_CODE.full]: [
      'INDEX_DISK_FULL',
      'cannot grow: the disk is full',
      'Free some space, then run again.',
    ],
    [SQLITE_CODE.cannotOpen]: [
      'INDEX_UNREADABLE',
      'cannot be opened',
      'Check the permissions of the file and its folder.',
    ],
    [SQLITE_CODE.notADatabase]: CORRUPT,
  };

/** The closest SQLite code for errors of the file system itself. */
const BY_SYSTEM_CODE: Readonly<Record<string, number>> = {
  EROFS: SQLITE_CODE.readOnly,
  ENOSPC: SQLITE_CODE.full,
  EDQUOT: SQLITE_CODE.full,
  EIO: SQLITE_CODE.ioError,
};
