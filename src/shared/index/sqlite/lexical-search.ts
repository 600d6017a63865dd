import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { queryTerms } from '../../lexical/query-terms.ts';
import type { RankedChunk } from '../group-documents.ts';
import { lexicalScore } from '../lexical-score.ts';
import { number, text } from './row.ts';

/** What a word counts in each column of `chunk_words`. */
const COLUMN_WEIGHTS = { title: 4, headings: 3, body: 1, identifiers: 2 };

/** A chunk by its row key. */
export interface KeyedChunk extends RankedChunk {
  readonly key: number;
}

/** Full-text search over the published chunks: BM25 with weighted columns. */
export class LexicalSearch {
  readonly #matching: StatementSync;

  constructor(db: DatabaseSync) {
    const weights = Object.values(COLUMN_WEIGHTS).join(', ');
    this.#matching = db.prepare(`
      SELECT c.key, c.path, c.ordinal, -bm25(chunk_words, ${weights}) AS relevance
      FROM chunk_words JOIN chunks c ON c.key = chunk_words.rowid
      WHERE chunk_words MATCH ? AND instr(c.path, ?) = 1
      ORDER BY relevance DESC, c.path, c.ordinal LIMIT ?`);
  }

  /** The best `limit` chunks with any of the question's words, best first. */
  search(question: string, pathPrefix: string, limit: number): KeyedChunk[] {
    const match = matchExpression(question);
    if (match === '') return [];
    return this.#matching.all(match, pathPrefix, limit).map((row) => ({
      key: number(row, 'key'),
      path: text(row, 'path'),
      ordinal: number(row, 'ordinal'),
      score: lexicalScore(number(row, 'relevance')),
    }));
  }
}

/** Every term is a quoted string, so nothing in a question is ever FTS5 syntax. */
function matchExpression(question: string): string {
  return queryTerms(question)
    .map((term) => `"${term.replaceAll('"', '""')}"`)
    .join(' OR ');
}
