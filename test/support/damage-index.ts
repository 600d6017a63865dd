import { DatabaseSync } from 'node:sqlite';

/** Runs SQL on an index file, bypassing reader and writer. */
export function damageIndex(path: string, statement: string): void {
  const db = new DatabaseSync(path);
  db.exec(statement);
  db.close();
}
