import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { queryTerms } from '../../lexical/query-terms.ts';
import type { RankedChunk } from '../group-documents.ts';
import { lexicalScore } from '../lexical-score.ts';
import { number, text } from './row.ts';

/** What a word counts in each column of `chunk_words`, in their order. */
const COLUMN_WEIGHTS = { title: 4, headings: 3, body: 1, identifiers: 2 };

/** The best are picked by FTS5 before they are joined: most of a question's words are in most chunks. */
const search = (filter: string) => `
  SELECT c.key, c.path, c.ordinal, best.cost FROM (
    SELECT rowid AS key, bm25(chunk_words, ${Object.values(COLUMN_WEIGHTS).join(', ')}) AS cost
    FROM chunk_words WHERE chunk_words MATCH ? ${filter} ORDER BY cost LIMIT ?
  ) best JOIN chunks c ON c.key = best.key ORDER BY best.cost, c.path, c.ordinal`;

/**
 * A range instead of LIKE: no character of a prefix means anything, and the index on paths serves it. The plus keeps
 * SQLite from running the full-text search once a row.
 */
const BELOW_PREFIX = `AND +rowid IN (SELECT key FROM chunks WHERE path >= ? AND path < ?)`;
const LAST_CHARACTER = '\u{10FFFF}';

/** A chunk by its row key. */
export interface KeyedChunk extends RankedChunk {
  readonly key: number;
}

/** Full-text search over the published chunks: BM25 with weighted columns. */
export class LexicalSearch {
  readonly #everywhere: StatementSync;
  readonly #belowPrefix: StatementSync;

  constructor(db: DatabaseSync) {
    this.#everywhere = db.prepare(search(''));
    this.#belowPrefix = db.prepare(search(BELOW_PREFIX));
  }

  /** The best `limit` chunks with any of the question's words, best first. */
  search(question: string, pathPrefix: string, limit: number): KeyedChunk[] {
    const match = matchExpression(question);
    if (match === '') return [];
    const rows =
      pathPrefix === ''
        ? this.#everywhere.all(match, limit)
        : this.#belowPrefix.all(match, pathPrefix, pathPrefix + LAST_CHARACTER, limit);
    return rows.map((row) => ({
      key: number(row, 'key'),
      path: text(row, 'path'),
      ordinal: number(row, 'ordinal'),
      // FTS5 counts downwards: the smaller, the better.
      score: lexicalScore(-number(row, 'cost')),
    }));
  }
}

/** Every term is a quoted string, so nothing in a question is ever FTS5 syntax. */
function matchExpression(question: string): string {
  return queryTerms(question)
    .map((term) => `"${term.replaceAll('"', '""')}"`)
    .join(' OR ');
}
