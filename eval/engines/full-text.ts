import { DatabaseSync } from 'node:sqlite';
import type { Engine } from './engine.ts';
import { grouped } from './grouped.ts';

/** What is indexed and shown as one. */
export interface Unit {
  readonly path: string;
  readonly url: string;
  readonly text: string;
}

/** BM25 over units in memory, all of their text equal, with the tokenizer of the product's SQLite index. */
export function fullTextEngine(name: string, units: readonly Unit[]): Engine {
  const db = new DatabaseSync(':memory:');
  db.exec(`CREATE VIRTUAL TABLE units USING fts5 (text, tokenize = 'porter unicode61')`);
  const insert = db.prepare('INSERT INTO units (rowid, text) VALUES (?, ?)');
  units.forEach(({ text }, i) => {
    insert.run(i, text);
  });
  const matching = db.prepare(
    'SELECT rowid FROM units WHERE units MATCH ? ORDER BY bm25(units), rowid LIMIT 1000',
  );
  return {
    name,
    async search(question) {
      const words = [...new Set(question.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [])];
      const rows = matching.all(words.map((word) => `"${word}"`).join(' OR '));
      return grouped(rows.flatMap((row) => units[Number(row['rowid'])] ?? []));
    },
  };
}
