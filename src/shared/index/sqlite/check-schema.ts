import { DatabaseSync } from 'node:sqlite';
import { EARLIER_SCHEMA, HISTORY_POSITIONS_TABLE, SCHEMA } from './schema.ts';
import { corruptionError } from './sqlite-errors.ts';
import { textColumn } from './stored-records.ts';

/** Tables that our files may have or not: that of a later version, and the statistics of `ANALYZE`. */
const OPTIONAL = /^(?:history_positions|sqlite_autoindex_history_positions_1|sqlite_stat\d)$/;

/**
 * Checks that a file has exactly our tables and indexes, of this version or of an earlier one. A view in the place of a table could run for ever: SQLite cannot
 * be interrupted here, so what it may execute is checked before anything is read. That leaves plain tables, whose reading
 * takes time for their size.
 * @throws SQLite's error for a corrupt file that names the first difference
 */
export function checkSchema(db: DatabaseSync): void {
  const found = definitions(db);
  const expected = expectedFor(found.has('staged_documents') ? EARLIER_SCHEMA : SCHEMA);
  for (const [name, definition] of found) {
    if (expected.get(name) === definition) continue;
    if (name.startsWith('sqlite_stat') && definition.startsWith('table ') && OPTIONAL.test(name)) continue;
    throw corruptionError(`its schema has a ${name} that no version of this program creates`);
  }
  const missing = [...expected.keys()].find((name) => !found.has(name) && !OPTIONAL.test(name));
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

const definitionsOf = new Map<string, ReadonlyMap<string, string>>();

/** What SQLite makes of a schema, the tables of its full-text index included. */
function expectedFor(schema: string): ReadonlyMap<string, string> {
  const known = definitionsOf.get(schema);
  if (known !== undefined) return known;
  const db = new DatabaseSync(':memory:');
  db.exec(schema);
  db.exec(HISTORY_POSITIONS_TABLE);
  const expected = definitions(db);
  db.close();
  definitionsOf.set(schema, expected);
  return expected;
}
