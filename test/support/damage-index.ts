import { DatabaseSync } from 'node:sqlite';

/** Executes SQL on an index file, to damage it. */
export function damageIndex(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}
