import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { FIELD_WEIGHTS, type LexicalFields } from '../../lexical/lexical-terms.ts';
import { nthLargest, type Scored } from '../ranking.ts';
import { numberColumn, textColumn } from './stored-records.ts';

/** The chunks that contain a term, by their numbers, and the term's BM25 score in each. */
interface Postings {
  readonly chunks: Int32Array;
  readonly scores: Float64Array;
}

/** What one query may cost. */
export interface QueryBudget {
  /** Postings of all terms that are read and added up. */
  readonly postings: number;
  /** Postings up to which those of every term are counted. */
  readonly counted: number;
  /** Terms with more postings that are counted further. */
  readonly common: number;
}

/** Reading a posting takes a microsecond the first time, counting one a twentieth of that. */
const BUDGET: QueryBudget = { postings: 15_000, counted: 2_000, common: 4 };

/** How many postings are cached: 6 MB. */
const CACHED_POSTINGS = 500_000;
/** Terms whose counts are cached: some 200 KB. */
const CACHED_COUNTS = 2_048;
/** What a cached term counts besides its postings, so that terms without any are bounded, too. */
const TERM_OVERHEAD = 10;

/**
 * BM25 scores of chunks, computed one term at a time. A query has a budget: its rarest terms count, and the commonest are
 * left out where all together have too many postings. They say least about a chunk, and without them a query takes no
 * longer on a large index than on a small one. A chunk's score for a query is the sum of its scores for the
 * query's terms. A term's postings only change with a publish, so SQLite computes them once and queries that share
 * terms share them. Scores are those of FTS5, except for the IDF: see `idfCorrection`.
 * Serves one snapshot: a new one must be made after a publish.
 */
export class TermScores {
  readonly #match: StatementSync;
  readonly #countChunks: StatementSync;
  readonly #countPostings: StatementSync;
  readonly #budget: QueryBudget;
  readonly #counts = new LRUCache<string, number>({ max: CACHED_COUNTS });
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
  /** The numbers of the chunks that a query finds, and their scores. */
  #matching = new Int32Array(0);
  #scores = new Float64Array(0);

  /** @param db has the table `chunk_words`, with one column per field */
  constructor(
    db: DatabaseSync,
    { title, headings, body, identifiers }: Readonly<Record<keyof LexicalFields, number>> = FIELD_WEIGHTS,
    budget = BUDGET,
  ) {
    this.#budget = budget;
    // FTS5 returns negative scores, the lower the better. Rows would take longer than one JSON array.
    this.#match = db.prepare(
      `SELECT json_group_array(key) AS keys, json_group_array(score) AS scores FROM (
         SELECT rowid AS key, -bm25(chunk_words, ${title}, ${headings}, ${body}, ${identifiers}) AS score
         FROM chunk_words WHERE chunk_words MATCH ? LIMIT ${budget.postings}
       )`,
    );
    this.#countPostings = db.prepare(
      'SELECT count(*) AS postings FROM (SELECT 1 FROM chunk_words WHERE chunk_words MATCH ? LIMIT ?)',
    );
    // Counting the rows of the virtual table itself would read all of its text.
    this.#countChunks = db.prepare('SELECT count(*) AS chunks FROM chunk_words_docsize');
  }

  /**
   * Returns the best `limit` chunks that contain any of the terms that are within the budget, unordered, by their row
   * keys. Of equal chunks at the limit, those with the lower keys are returned.
   * @param among only these chunks are considered; absent: all
   */
  best(terms: readonly string[], limit: number, among?: ReadonlySet<number>): Scored<number>[] {
    const postings = this.#affordable(terms).map((term) => this.#postings.memo(term));
    const matching = this.#addUp(postings, among);
    const scores = this.#scores.subarray(0, matching.length);
    for (let at = 0; at < matching.length; at++) {
      const chunk = matching[at] ?? 0;
      scores[at] = this.#sums[chunk] ?? 0;
      this.#sums[chunk] = 0;
    }

    const threshold = nthLargest(scores, limit);
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
    const matching = this.#matching;
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

  /** The terms that are searched for, in their order: the rarest, as far as the budget goes, but one that occurs anyway. */
  #affordable(terms: readonly string[]): readonly string[] {
    const { postings, counted, common } = this.#budget;
    if (terms.length * this.#chunks() <= postings) return terms;
    const upTo = (limit: number) => (term: string) => ({ term, count: this.#count(term, limit + 1) });
    const [rare, frequent] = partition(terms.map(upTo(counted)), ({ count }) => count <= counted);
    const known = [...rare, ...frequent.slice(0, common).map(({ term }) => upTo(postings)(term))];
    let left = postings;
    const chosen = new Set<string>();
    for (const { term, count } of known.sort((a, b) => a.count - b.count)) {
      if (count > left && left < postings) break;
      chosen.add(term);
      left -= count;
    }
    return terms.filter((term) => chosen.has(term));
  }

  /** How many chunks contain a term; counting stops at `limit`. */
  #count(term: string, limit: number): number {
    const read = this.#counts.get(term);
    if (read !== undefined) return Math.min(read, limit);
    const id = `${limit} ${term}`;
    const known = this.#counts.get(id);
    if (known !== undefined) return known;
    const count = numberColumn(this.#countPostings.get(quoted(term), limit) ?? {}, 'postings');
    this.#counts.set(count < limit ? term : id, count);
    return count;
  }

  #chunks(): number {
    this.#chunkCount ??= numberColumn(this.#countChunks.get() ?? {}, 'chunks');
    return this.#chunkCount;
  }

  #readPostings(term: string): Postings {
    const row = this.#match.get(quoted(term)) ?? {};
    const keys = JSON.parse(textColumn(row, 'keys')) as number[];
    const scores = JSON.parse(textColumn(row, 'scores')) as number[];
    // FTS5 computed the IDF with all of them, also where not all are read.
    const matching =
      keys.length < this.#budget.postings ? keys.length : this.#count(term, this.#chunks() + 1);
    const correction = idfCorrection(this.#chunks(), matching);
    const postings = {
      chunks: Int32Array.from(keys, (key) => this.#numberOf(key)),
      scores: Float64Array.from(scores, (score) => score * correction),
    };
    if (this.#sums.length < this.#keys.length) {
      this.#sums = new Float64Array(2 * this.#keys.length);
      this.#matching = new Int32Array(2 * this.#keys.length);
      this.#scores = new Float64Array(2 * this.#keys.length);
    }
    return postings;
  }

  #numberOf(key: number): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#keys.length);
    return this.#keys.push(key) - 1;
  }
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

/** As a quoted string, nothing in a term is FTS5 syntax. */
function quoted(term: string): string {
  return `"${term.replaceAll('"', '""')}"`;
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
