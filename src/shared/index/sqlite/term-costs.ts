import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { number } from './row.ts';

/** What a word counts in each column of `chunk_words`, in their order. */
const COLUMN_WEIGHTS = { title: 4, headings: 3, body: 1, identifiers: 1 };

/** Chunks that have one term, and what FTS5 says each is worth: it counts downwards, the smaller, the better. */
interface Costs {
  readonly keys: Float64Array;
  readonly costs: Float64Array;
}

/** How many chunks of how many terms are kept: 8 MB. */
const CAPACITY = 500_000;

/**
 * BM25 of chunks, term by term. A chunk's cost for a question is the sum of its costs for each term of it, and a
 * term's cost for a chunk changes only with a publish: so SQLite works out a term once, and questions that share words
 * share that work. The sums are those FTS5 gives the whole question, to the last bit: it adds in the same order.
 */
export class TermCosts {
  readonly #search: StatementSync;
  readonly #known = new Map<string, Costs>();
  #published = '';
  #size = 0;

  constructor(db: DatabaseSync) {
    this.#search = db.prepare(
      `SELECT rowid AS key, bm25(chunk_words, ${Object.values(COLUMN_WEIGHTS).join(', ')}) AS cost
       FROM chunk_words WHERE chunk_words MATCH ?`,
    );
  }

  /**
   * Every chunk that has any of the terms, by its row key.
   * @param published names the publish; with another one everything kept is forgotten
   */
  sum(published: string, terms: readonly string[]): Map<number, number> {
    if (published !== this.#published) this.#forget();
    this.#published = published;
    const sums = new Map<number, number>();
    for (const term of terms) {
      const { keys, costs } = this.#costs(term);
      keys.forEach((key, at) => {
        sums.set(key, (sums.get(key) ?? 0) + (costs[at] ?? 0));
      });
    }
    return sums;
  }

  #costs(term: string): Costs {
    const known = this.#known.get(term);
    if (known !== undefined) return known;
    // A quoted string: nothing in a question is ever FTS5 syntax.
    const rows = this.#search.all(`"${term.replaceAll('"', '""')}"`);
    const made = {
      keys: Float64Array.from(rows, (row) => number(row, 'key')),
      costs: Float64Array.from(rows, (row) => number(row, 'cost')),
    };
    // A term that nothing has is kept too, and takes its place.
    this.#size += rows.length + 10;
    if (this.#size > CAPACITY) this.#forget();
    this.#known.set(term, made);
    return made;
  }

  #forget(): void {
    this.#known.clear();
    this.#size = 0;
  }
}
