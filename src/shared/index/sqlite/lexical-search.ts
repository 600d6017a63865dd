import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { queryTerms } from '../../lexical/query-terms.ts';
import { byScore, type RankedChunk } from '../group-documents.ts';
import { KeptRecords } from './kept-records.ts';
import { number, text } from './stored-records.ts';
import { TermCosts } from './term-costs.ts';

const LAST_CHARACTER = '\u{10FFFF}';

/** A chunk by its row key. */
export interface KeyedChunk extends RankedChunk {
  readonly key: number;
}

/** Full-text search over the published chunks: BM25 with weighted columns. */
export class LexicalSearch {
  readonly #termCosts: TermCosts;
  readonly #below: StatementSync;
  readonly #places: KeptRecords<number, Pick<KeyedChunk, 'path' | 'ordinal'>>;

  constructor(db: DatabaseSync) {
    this.#termCosts = new TermCosts(db);
    // A range instead of LIKE: no character of a prefix means anything, and the index on paths serves it.
    this.#below = db.prepare('SELECT key FROM chunks WHERE path >= ? AND path < ?');
    const place = db.prepare('SELECT path, ordinal FROM chunks WHERE key = ?');
    this.#places = new KeptRecords((key) => {
      const row = place.get(key);
      if (row === undefined) throw new Error(`chunk ${key} has gone within a transaction`);
      return { path: text(row, 'path'), ordinal: number(row, 'ordinal') };
    });
  }

  /**
   * The best `limit` chunks with any of the query's words, best first; scores are BM25 sums.
   * @param published names the publish the connection reads
   */
  search(query: string, pathPrefix: string, limit: number, published: string): KeyedChunk[] {
    const among = pathPrefix === '' ? undefined : this.#keysBelow(pathPrefix);
    return this.#termCosts
      .best(published, queryTerms(query), limit, among)
      .map(({ key, cost }) => {
        const { path, ordinal } = this.#places.at(published, key);
        return { key, path, ordinal, score: -cost };
      })
      .sort(byScore);
  }

  #keysBelow(pathPrefix: string): Set<number> {
    const rows = this.#below.all(pathPrefix, pathPrefix + LAST_CHARACTER);
    return new Set(rows.map((row) => number(row, 'key')));
  }
}
