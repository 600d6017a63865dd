import { DatabaseSync } from 'node:sqlite';
import { CREATE_LATER_TABLES, LATER_TABLES, SCHEMA, SQLITE_SCHEMA_VERSION } from './schema.ts';
import { corruptionError } from './sqlite-errors.ts';
import { textColumn } from './stored-records.ts';

/** The statistics of `ANALYZE`, which our files may have. */
const STATISTICS = /^sqlite_stat\d$/;

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
    if (STATISTICS.test(name) && definition.startsWith('table ')) continue;
    throw corruptionError(`its schema has a ${name} that no version of this program creates`);
  }
  const isOlder = Number(db.prepare('PRAGMA user_version').get()?.['user_version']) < SQLITE_SCHEMA_VERSION;
  const missing = [...expected()].find(
    ([name, definition]) => !found.has(name) && !(isOlder && isOfLaterTable(definition)),
  )?.[0];
  if (missing !== undefined) throw corruptionError(`its schema has no ${missing}`);
}

/** Whether a table, or an index of it, may be missing, because files of earlier versions do not have it. */
function isOfLaterTable(definition: string): boolean {
  const [, table = ''] = definition.split(' ', 2);
  return table in LATER_TABLES;
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
  db.exec(CREATE_LATER_TABLES);
  ours = definitions(db);
  db.close();
  return ours;
}
