import type { DatabaseSync } from 'node:sqlite';

/**
 * Runs `work` in one transaction: everything it did is kept, or nothing.
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
