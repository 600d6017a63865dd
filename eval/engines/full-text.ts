import { DatabaseSync } from 'node:sqlite';
import type { Engine, Found } from './engine.ts';

/** What is indexed and shown as one. */
export interface Unit {
  readonly path: string;
  readonly url: string;
  readonly text: string;
  /** Text by column, in the order of the weights. */
  readonly columns: readonly string[];
}

export interface FullTextOptions {
  readonly name: string;
  readonly units: readonly Unit[];
  readonly weights: readonly number[];
  /** The words to look for in a question. */
  readonly terms: (question: string) => readonly string[];
  /** Documents found, before they are shown; by default as they are. */
  readonly rank?: (question: string, found: readonly Ranked[]) => readonly Ranked[];
}

export interface Ranked extends Found {
  readonly score: number;
}

/** BM25 over units in memory, with the tokenizer of the product's SQLite index. */
export function fullTextEngine({ name, units, weights, terms, rank = (_, found) => found }: FullTextOptions): Engine {
  const db = new DatabaseSync(':memory:');
  const columns = weights.map((_, i) => `c${i}`);
  db.exec(`CREATE VIRTUAL TABLE units USING fts5 (${columns.join(', ')}, tokenize = 'porter unicode61')`);
  const insert = db.prepare(`INSERT INTO units (rowid, ${columns}) VALUES (?, ${columns.map(() => '?')})`);
  units.forEach((unit, i) => {
    insert.run(i, ...unit.columns);
  });
  const matching = db.prepare(
    `SELECT rowid, -bm25(units, ${weights}) AS score FROM units WHERE units MATCH ? ORDER BY score DESC, rowid LIMIT 1000`,
  );
  return {
    name,
    async search(question) {
      const match = terms(question).map((term) => `"${term.replaceAll('"', '""')}"`);
      if (match.length === 0) return [];
      const groups = new Map<string, { path: string; score: number; sections: { url: string; text: string }[] }>();
      for (const row of matching.all(match.join(' OR '))) {
        const unit = units[Number(row['rowid'])];
        if (unit === undefined) continue;
        const group = groups.get(unit.path) ?? { path: unit.path, score: Number(row['score']), sections: [] };
        if (group.sections.length < 3) group.sections.push({ url: unit.url, text: unit.text });
        groups.set(unit.path, group);
      }
      return rank(question, [...groups.values()]).slice(0, 20);
    },
  };
}
