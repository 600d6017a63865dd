import { DatabaseSync } from 'node:sqlite';

/** The terms, names and spelling keys in the tables of an index file, whatever the keys of their rows. */
export function wordTables(path: string) {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return {
      terms: db.prepare('SELECT term, chunks FROM terms ORDER BY term').all(),
      names: db.prepare('SELECT name, chunks FROM names ORDER BY name').all(),
      keys: db
        .prepare(
          `SELECT names.name, spelling_key FROM name_keys LEFT JOIN names ON names.key = name_keys.name
           ORDER BY names.name, spelling_key`,
        )
        .all(),
    };
  } finally {
    db.close();
  }
}
