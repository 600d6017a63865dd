import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { hasTable, numberColumn, textColumn } from './stored-records.ts';

/** The terms and names of one snapshot, read by key. A file of an earlier version, which has no such tables, has none. */
export class WordLookup {
  readonly #statements: { readonly terms: StatementSync; readonly names: StatementSync } | null;

  constructor(db: DatabaseSync) {
    this.#statements = !hasTable(db, 'name_keys')
      ? null
      : {
          terms: db.prepare('SELECT term, chunks FROM terms WHERE term IN (SELECT value FROM json_each(?))'),
          // CROSS JOIN keeps the order: SQLite would otherwise be free to begin with the names.
          names: db.prepare(`
              SELECT DISTINCT n.name FROM json_each(?) AS wanted
              CROSS JOIN name_keys AS k ON k.spelling_key = wanted.value
              CROSS JOIN names AS n ON n.key = k.name LIMIT ?`),
        };
  }

  termCounts(terms: readonly string[]): Map<string, number> {
    const rows = this.#statements?.terms.all(JSON.stringify(terms)) ?? [];
    return new Map(rows.map((row) => [textColumn(row, 'term'), numberColumn(row, 'chunks')]));
  }

  namesUnder(keys: readonly number[], limit: number): string[] {
    const rows = this.#statements?.names.all(JSON.stringify(keys.map(storedKey)), limit) ?? [];
    return rows.map((row) => textColumn(row, 'name'));
  }
}

/** A spelling key as the table holds it: its 32 bits as a signed integer. */
export function storedKey(spellingKey: number): number {
  return spellingKey | 0;
}
