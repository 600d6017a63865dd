import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { FIELD_WEIGHTS, type LexicalFields, queryTerms } from '../../lexical/lexical-terms.ts';
import type { IndexQuery } from '../index-reader.ts';
import { byScore, type RankedChunk, type Scored } from '../ranking.ts';
import { numberColumn, textColumn } from './stored-records.ts';

/** A chunk that matched, identified by its row key. */
export interface ChunkHit extends RankedChunk {
  readonly key: number;
}

/** How many chunks' positions are cached: some 500 KB. */
const CACHED_POSITIONS = 4_096;

/** Full-text search over the chunks of one snapshot: BM25 with weighted fields. */
export class LexicalSearch {
  readonly #termScores: TermScores;
  readonly #keysInRange: StatementSync;
  readonly #positionOf: StatementSync;
  readonly #positions = new LRUCache<number, Pick<ChunkHit, 'path' | 'ordinal'>>({ max: CACHED_POSITIONS });

  constructor(db: DatabaseSync) {
    this.#termScores = new TermScores(db);
    // A range instead of LIKE: it takes every character of a prefix literally and can use the index on paths.
    this.#keysInRange = db.prepare('SELECT key FROM chunks WHERE path >= ? AND path < ?');
    this.#positionOf = db.prepare('SELECT path, ordinal FROM chunks WHERE key = ?');
  }

  /**
   * Returns the best `limit` chunks that contain any of the query's terms, best first, with their BM25 scores.
   * @param among row keys of the chunks that may be found; absent: all
   */
  search(
    { text, pathPrefix = '' }: Pick<IndexQuery, 'text' | 'pathPrefix'>,
    limit: number,
    among?: ReadonlySet<number>,
  ): ChunkHit[] {
    const below = pathPrefix === '' ? undefined : this.#keysBelow(pathPrefix);
    const both = below === undefined || among === undefined ? (below ?? among) : below.intersection(among);
    return this.#termScores
      .best(queryTerms(text), limit, both)
      .map(({ key, score }) => {
        const { path, ordinal } = this.#position(key);
        return { key, path, ordinal, score };
      })
      .sort(byScore);
  }

  #keysBelow(pathPrefix: string): Set<number> {
    const rows = this.#keysInRange.all(pathPrefix, pathPrefix + LAST_CHARACTER);
    return new Set(rows.map((row) => numberColumn(row, 'key')));
  }

  /** Called for hundreds of chunks per search, so it uses the fast `peek`: eviction ignores how recently a key was used. */
  #position(key: number): Pick<ChunkHit, 'path' | 'ordinal'> {
    const cached = this.#positions.peek(key);
    if (cached !== undefined) return cached;
    const row = this.#positionOf.get(key);
    if (row === undefined) throw new Error(`chunk ${key} has words but no row`);
    const position = { path: textColumn(row, 'path'), ordinal: numberColumn(row, 'ordinal') };
    this.#positions.set(key, position);
    return position;
  }
}

/** The last code point: sorts after every character a path continues with. */
const LAST_CHARACTER = '\u{10FFFF}';

/** The chunks that contain a term, by their numbers, and the term's BM25 score in each. */
interface Postings {
  readonly chunks: Int32Array;
  readonly scores: Float64Array;
}

/** How many postings are cached: 6 MB. */
const CACHED_POSTINGS = 500_000;
/** What a cached term counts besides its postings, so that terms without any are bounded, too. */
const TERM_OVERHEAD = 10;

/**
 * BM25 scores of chunks, computed one term at a time. A chunk's score for a query is the sum of its scores for the
 * query's terms. A term's postings only change with a publish, so SQLite computes them once and queries that share
 * terms share them. Scores are those of FTS5, except for the IDF: see `idfCorrection`.
 * Serves one snapshot: a new one must be made after a publish.
 */
export class TermScores {
  readonly #match: StatementSync;
  readonly #countChunks: StatementSync;
  readonly #postings = new LRUCache<string, Postings>({
    maxSize: CACHED_POSTINGS,
    sizeCalculation: ({ chunks }) => chunks.length + TERM_OVERHEAD,
    memoMethod: (term) => this.#readPostings(term),
  });
  #chunkCount: number | undefined;
  /** Row keys of chunks by number. Chunks are numbered in the order in which they are first met. */
  readonly #keys: number[] = [];
  readonly #numbers = new Map<number, number>();
  /** Scores of a query by chunk number; all zero between queries. */
  #sums = new Float64Array(0);

  /** @param db has the table `chunk_words`, with one column per field */
  constructor(
    db: DatabaseSync,
    { title, headings, body, identifiers }: Readonly<Record<keyof LexicalFields, number>> = FIELD_WEIGHTS,
  ) {
    // FTS5 returns negative scores, the lower the better.
    this.#match = db.prepare(
      `SELECT rowid AS key, -bm25(chunk_words, ${title}, ${headings}, ${body}, ${identifiers}) AS score
       FROM chunk_words WHERE chunk_words MATCH ?`,
    );
    this.#countChunks = db.prepare('SELECT count(*) AS chunks FROM chunk_words');
  }

  /**
   * Returns the best `limit` chunks that contain any of the terms, unordered, by their row keys. Of equal chunks at the
   * limit, those with the lower keys are returned.
   * @param among only these chunks are considered; absent: all
   */
  best(terms: readonly string[], limit: number, among?: ReadonlySet<number>): Scored<number>[] {
    const postings = terms.map((term) => this.#postings.memo(term));
    const matching = this.#addUp(postings, among);
    const scores = new Float64Array(matching.length);
    for (let at = 0; at < matching.length; at++) {
      const chunk = matching[at] ?? 0;
      scores[at] = this.#sums[chunk] ?? 0;
      this.#sums[chunk] = 0;
    }

    const threshold = scores.length <= limit ? 0 : (scores.toSorted().at(-limit) ?? 0);
    const above: Scored<number>[] = [];
    const atThreshold: Scored<number>[] = [];
    for (let at = 0; at < scores.length; at++) {
      const score = scores[at] ?? 0;
      if (score < threshold) continue;
      const key = this.#keys[matching[at] ?? 0] ?? 0;
      (score > threshold ? above : atThreshold).push({ key, score });
    }
    if (atThreshold.length === 0) return above;
    atThreshold.sort((a, b) => a.key - b.key);
    return [...above, ...atThreshold.slice(0, limit - above.length)];
  }

  /** Adds up the scores of each chunk in `#sums`. @returns the numbers of the chunks that have a score */
  #addUp(postings: readonly Postings[], among: ReadonlySet<number> | undefined): Int32Array {
    const sums = this.#sums;
    const matching = new Int32Array(this.#keys.length);
    let count = 0;
    for (const { chunks, scores } of postings) {
      for (let at = 0; at < chunks.length; at++) {
        const chunk = chunks[at] ?? 0;
        const sum = sums[chunk] ?? 0;
        if (sum === 0) {
          if (among !== undefined && !among.has(this.#keys[chunk] ?? 0)) continue;
          matching[count++] = chunk;
        }
        sums[chunk] = sum + (scores[at] ?? 0);
      }
    }
    return matching.subarray(0, count);
  }

  #readPostings(term: string): Postings {
    // As a quoted string, nothing in a term is FTS5 syntax.
    const rows = this.#match.all(`"${term.replaceAll('"', '""')}"`);
    this.#chunkCount ??= numberColumn(this.#countChunks.get() ?? {}, 'chunks');
    const correction = idfCorrection(this.#chunkCount, rows.length);
    const postings = {
      chunks: Int32Array.from(rows, (row) => this.#numberOf(numberColumn(row, 'key'))),
      scores: Float64Array.from(rows, (row) => numberColumn(row, 'score') * correction),
    };
    if (this.#sums.length < this.#keys.length) this.#sums = new Float64Array(2 * this.#keys.length);
    return postings;
  }

  #numberOf(key: number): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#keys.length);
    return this.#keys.push(key) - 1;
  }
}

/** The lowest IDF that FTS5's bm25() uses (in its fts5_aux.c). */
const MIN_FTS5_IDF = 1e-6;

/**
 * Returns the factor from FTS5's IDF of a term, log(odds), to Lucene's, log(1 + odds). With FTS5's own, a term that
 * half of the chunks contain would count nothing, and a query of that one term would score nothing.
 * @param total number of chunks
 * @param matching how many of them contain the term
 */
export function idfCorrection(total: number, matching: number): number {
  const odds = (total - matching + 0.5) / (matching + 0.5);
  return Math.log(1 + odds) / Math.max(MIN_FTS5_IDF, Math.log(odds));
}
