import { DatabaseSync } from 'node:sqlite';
import { HISTORY_POSITIONS_TABLE, LIST_PAGES_TABLE, SCHEMA } from './schema.ts';
import { corruptionError } from './sqlite-errors.ts';
import { textColumn } from './stored-records.ts';

/** Tables that our files may have or not: those of later versions, and the statistics of `ANALYZE`. */
const OPTIONAL = /^(?:history_positions|list_pages|sqlite_autoindex_history_positions_1|sqlite_stat\d)$/;

/**
 * Checks that a file has exactly our tables and indexes. A view in the place of a table could run for ever: SQLite cannot
 * be interrupted here, so what it may execute is checked before anything is read. That leaves plain tables, whose reading
 * takes time for their size.
 * @throws SQLite's error for a corrupt file that names the first difference
 */
export function checkSchema(db: DatabaseSync): void {
  const found = definitions(db);
  for (const [name, definition] of found) {
    if (expected().get(name) === definition) continue;
    if (name.startsWith('sqlite_stat') && definition.startsWith('table ') && OPTIONAL.test(name)) continue;
    throw corruptionError(`its schema has a ${name} that no version of this program creates`);
  }
  const missing = [...expected().keys()].find((name) => !found.has(name) && !OPTIONAL.test(name));
  if (missing !== undefined) throw corruptionError(`its schema has no ${missing}`);
}

/** Every object of a schema by its name: its kind, its table and the statement that creates it. */
function definitions(db: DatabaseSync): Map<string, string> {
  const rows = db
    .prepare("SELECT type, name, tbl_name, coalesce(sql, '') AS sql FROM sqlite_schema LIMIT 1000")
    .all();
  return new Map(
    rows.map((row) => [
      textColumn(row, 'name'),
      `${textColumn(row, 'type')} ${textColumn(row, 'tbl_name')} ${textColumn(row, 'sql').replace(/\s+/g, ' ')}`,
    ]),
  );
}

let ours: ReadonlyMap<string, string> | undefined;

/** What SQLite makes of our schema, the tables of its full-text index included. */
function expected(): ReadonlyMap<string, string> {
  if (ours !== undefined) return ours;
  const db = new DatabaseSync(':memory:');
  db.exec(SCHEMA);
  db.exec(HISTORY_POSITIONS_TABLE);
  db.exec(LIST_PAGES_TABLE);
  ours = definitions(db);
  db.close();
  return ours;
}
