import { DatabaseSync } from 'node:sqlite';
import { classified } from './sqlite-errors.ts';

/** How long a reader waits for a lock. Reading blocks on nobody but a process that locks the whole file. */
const READ_TIMEOUT_MS = 250;

/**
 * Opens an index file of ours so that nothing can be written through the connection.
 * A file in WAL mode needs its `-wal` and `-shm` beside it: SQLite makes them where the folder can be written, and
 * the worker leaves them behind for readers that may not.
 */
export function openReadOnly(path: string): DatabaseSync {
  return classified(path, () => {
    const db = new DatabaseSync(path, { readOnly: true, timeout: READ_TIMEOUT_MS, allowExtension: false });
    try {
      // The first read is what really opens the file.
      db.prepare('SELECT count(*) FROM state').get();
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}
