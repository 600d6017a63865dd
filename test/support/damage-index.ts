import { DatabaseSync } from 'node:sqlite';

/** Changes an index file behind everybody's back. */
export function damageIndex(path: string, statement: string): void {
  const db = new DatabaseSync(path);
  db.exec(statement);
  db.close();
}
