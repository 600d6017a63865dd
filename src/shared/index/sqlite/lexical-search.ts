import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { queryTerms } from '../../lexical/query-terms.ts';
import { byScore, type RankedChunk } from '../group-documents.ts';
import { lexicalScore } from '../lexical-score.ts';
import { KeptRecords } from './kept-records.ts';
import { number, text } from './row.ts';

/** What a word counts in each column of `chunk_words`, in their order. */
const COLUMN_WEIGHTS = { title: 4, headings: 3, body: 1, identifiers: 1 };

/** Most of a question's words are in most chunks: only what is needed to rank them is read for all of them. */
const search = (filter: string) => `
  SELECT rowid AS key, bm25(chunk_words, ${Object.values(COLUMN_WEIGHTS).join(', ')}) AS cost
  FROM chunk_words WHERE chunk_words MATCH ? ${filter} ORDER BY cost LIMIT ?`;

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
  readonly #places: KeptRecords<number, Pick<KeyedChunk, 'path' | 'ordinal'>>;

  constructor(db: DatabaseSync) {
    const place = db.prepare('SELECT path, ordinal FROM chunks WHERE key = ?');
    this.#places = new KeptRecords((key) => {
      const row = place.get(key);
      if (row === undefined) throw new Error(`chunk ${key} has gone within a transaction`);
      return { path: text(row, 'path'), ordinal: number(row, 'ordinal') };
    });
    this.#everywhere = db.prepare(search(''));
    this.#belowPrefix = db.prepare(search(BELOW_PREFIX));
  }

  /**
   * The best `limit` chunks with any of the question's words, best first.
   * @param published names the publish the connection reads
   */
  search(question: string, pathPrefix: string, limit: number, published: string): KeyedChunk[] {
    const match = matchExpression(question);
    if (match === '') return [];
    const rows =
      pathPrefix === ''
        ? this.#everywhere.all(match, limit)
        : this.#belowPrefix.all(match, pathPrefix, pathPrefix + LAST_CHARACTER, limit);
    const found = rows.map((row) => {
      const key = number(row, 'key');
      const { path, ordinal } = this.#places.at(published, key);
      // FTS5 counts downwards: the smaller, the better.
      return { key, path, ordinal, score: lexicalScore(-number(row, 'cost')) };
    });
    return found.sort(byScore);
  }
}

/** Every term is a quoted string, so nothing in a question is ever FTS5 syntax. */
function matchExpression(question: string): string {
  return queryTerms(question)
    .map((term) => `"${term.replaceAll('"', '""')}"`)
    .join(' OR ');
}
