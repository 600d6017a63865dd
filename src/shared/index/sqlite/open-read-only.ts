import { DatabaseSync } from 'node:sqlite';
import { OperationalError } from '../../errors/operational-error.ts';
import { classified, primaryCode } from './sqlite-errors.ts';

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
