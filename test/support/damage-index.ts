import { DatabaseSync } from 'node:sqlite';

/** Executes SQL on an index file, to damage it. */
export function damageIndex(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  // Otherwise SQLite protects the tables of its full-text index.
  db.enableDefensive(false);
  db.exec(sql);
  db.close();
}
