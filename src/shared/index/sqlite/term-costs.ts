import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { FIELD_WEIGHTS, type LexicalFields } from '../../lexical/lexical-fields.ts';
import { number } from './stored-records.ts';

/** A chunk by its row key, and what it is worth: it counts downwards, as in FTS5, the smaller, the better. */
export interface ChunkCost {
  readonly key: number;
  readonly cost: number;
}

/** The chunks that have one term, by their numbers, with their costs. */
interface Postings {
  readonly chunks: Int32Array;
  readonly costs: Float64Array;
}

/** How many chunks of how many terms are kept: 6 MB. */
const CAPACITY = 500_000;

/**
 * BM25 of chunks, term by term. A chunk's cost for a query is the sum of its costs for each term of it, and a
 * term's cost for a chunk changes only with a publish: so SQLite works out a term once, and queries that share words
 * share that work. The sums are those FTS5 would give the whole query, but for what the rarity of a term counts.
 */
export class TermCosts {
  readonly #search: StatementSync;
  readonly #countAll: StatementSync;
  readonly #known = new Map<string, Postings>();
  /** Chunks are numbered as they are met; their keys by these numbers, and the other way round. */
  #keys: number[] = [];
  #numbers = new Map<number, number>();
  /** By number, and all zero but while a query is summed up. */
  #sums = new Float64Array(0);
  #published = '';
  #all = 0;
  #size = 0;

  /** @param db has the table `chunk_words`, with a column a field */
  constructor(
    db: DatabaseSync,
    { title, headings, body, identifiers }: Readonly<Record<keyof LexicalFields, number>> = FIELD_WEIGHTS,
  ) {
    this.#search = db.prepare(
      `SELECT rowid AS key, bm25(chunk_words, ${title}, ${headings}, ${body}, ${identifiers}) AS cost
       FROM chunk_words WHERE chunk_words MATCH ?`,
    );
    this.#countAll = db.prepare('SELECT count(*) AS chunks FROM chunk_words');
  }

  /**
   * The best `limit` chunks that have any of the terms, in no order.
   * @param published names the publish; with another one everything kept is forgotten
   * @param among the chunks that count; absent: all
   */
  best(published: string, terms: readonly string[], limit: number, among?: ReadonlySet<number>): ChunkCost[] {
    if (published !== this.#published) this.#forget();
    this.#published = published;
    if (this.#all === 0) this.#all = number(this.#countAll.get() ?? {}, 'chunks');
    const found = this.#addUp(
      terms.map((term) => this.#postings(term)),
      among,
    );
    const costs = new Float64Array(found.length);
    for (let at = 0; at < costs.length; at++) {
      const chunk = found[at] ?? 0;
      costs[at] = this.#sums[chunk] ?? 0;
      this.#sums[chunk] = 0;
    }
    const worst = costs.length <= limit ? 0 : (costs.toSorted()[limit - 1] ?? 0);
    const best: ChunkCost[] = [];
    const last: ChunkCost[] = [];
    for (let at = 0; at < costs.length; at++) {
      const cost = costs[at] ?? 0;
      if (cost > worst) continue;
      (cost < worst ? best : last).push({ key: this.#keys[found[at] ?? 0] ?? 0, cost });
    }
    if (last.length === 0) return best;
    return [...best, ...last.sort((a, b) => a.key - b.key).slice(0, limit - best.length)];
  }

  /** @returns the numbers of the chunks that have a sum now */
  #addUp(postings: readonly Postings[], among: ReadonlySet<number> | undefined): Int32Array {
    const sums = this.#sums;
    const found = new Int32Array(this.#keys.length);
    let count = 0;
    for (const { chunks, costs } of postings) {
      for (let at = 0; at < chunks.length; at++) {
        const chunk = chunks[at] ?? 0;
        const before = sums[chunk] ?? 0;
        if (before === 0) {
          if (among !== undefined && !among.has(this.#keys[chunk] ?? 0)) continue;
          found[count++] = chunk;
        }
        sums[chunk] = before + (costs[at] ?? 0);
      }
    }
    return found.subarray(0, count);
  }

  #postings(term: string): Postings {
    const known = this.#known.get(term);
    if (known !== undefined) return known;
    // A quoted string: nothing in a query is ever FTS5 syntax.
    const rows = this.#search.all(`"${term.replaceAll('"', '""')}"`);
    const rarity = termRarity(this.#all, rows.length);
    const made = {
      chunks: Int32Array.from(rows, (row) => this.#numberOf(number(row, 'key'))),
      costs: Float64Array.from(rows, (row) => number(row, 'cost') * rarity),
    };
    if (this.#sums.length < this.#keys.length) this.#sums = new Float64Array(2 * this.#keys.length);
    // A term that nothing has is kept too, and takes its place.
    this.#size += rows.length + 10;
    if (this.#size > CAPACITY) {
      this.#known.clear();
      this.#size = rows.length + 10;
    }
    this.#known.set(term, made);
    return made;
  }

  #numberOf(key: number): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#keys.length);
    return this.#keys.push(key) - 1;
  }

  #forget(): void {
    this.#known.clear();
    this.#all = 0;
    this.#size = 0;
    this.#keys = [];
    this.#numbers = new Map();
  }
}

/** The least that FTS5's bm25() takes a term's rarity for (`idf` in its fts5_aux.c). */
const LEAST = 1e-6;

/**
 * What to multiply FTS5's BM25 of one term with to have it as Lucene computes it: log(1 + odds) for the term's rarity
 * instead of log(odds), by which a word that half of the chunks have would be worth nothing, and a query of one such
 * word score nothing.
 * @param all how many chunks there are
 * @param having how many of them have the term
 */
export function termRarity(all: number, having: number): number {
  const odds = (all - having + 0.5) / (having + 0.5);
  return Math.log(1 + odds) / Math.max(LEAST, Math.log(odds));
}
