import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { queryTerms } from '../../lexical/lexical-terms.ts';
import type { IndexQuery } from '../index-reader.ts';
import { byScore, type RankedChunk } from '../ranking.ts';
import { corruptionError } from './sqlite-errors.ts';
import { textColumn } from './stored-records.ts';
import { TermScores } from './term-scores.ts';

/** A chunk that matched, identified by its row key. */
export interface ChunkHit extends RankedChunk {
  readonly key: number;
}

type Position = Pick<ChunkHit, 'path' | 'ordinal'>;

/** How many keys of chunks in a part of the index are cached: some 10 MB. */
const CACHED_KEYS = 250_000;

/** How many chunks' positions are cached: some 500 KB. */
const CACHED_POSITIONS = 4_096;

/** Full-text search over the chunks of one snapshot: BM25 with weighted fields. */
export class LexicalSearch {
  readonly #termScores: TermScores;
  readonly #keysInRange: StatementSync;
  readonly #positionsOf: StatementSync;
  readonly #keysInPart = new LRUCache<string, ReadonlySet<number>>({
    maxSize: CACHED_KEYS,
    sizeCalculation: ({ size }) => size + 1,
  });
  readonly #positions = new LRUCache<number, Position>({ max: CACHED_POSITIONS });

  constructor(db: DatabaseSync) {
    this.#termScores = new TermScores(db);
    // A range instead of LIKE: it takes every character of a prefix literally and can use the index on paths.
    // One JSON array: rows would take several times as long.
    this.#keysInRange = db.prepare(
      'SELECT json_group_array(key) AS keys FROM chunks WHERE path >= ? AND path < ?',
    );
    this.#positionsOf = db.prepare(
      `SELECT json_group_array(json_array(key, path, ordinal)) AS positions
       FROM chunks WHERE key IN (SELECT value FROM json_each(?))`,
    );
  }

  /**
   * Returns the best `limit` chunks that contain any of the query's terms, best first, with their BM25 scores.
   * @param among row keys of the chunks that may be found; absent: all
   */
  search(
    { text, pathPrefix = '', exceptFolders = [] }: Pick<IndexQuery, 'text' | 'pathPrefix' | 'exceptFolders'>,
    limit: number,
    among?: ReadonlySet<number>,
  ): ChunkHit[] {
    const isWhole = pathPrefix === '' && exceptFolders.length === 0;
    const below = isWhole ? undefined : this.#keysOf(pathPrefix, exceptFolders);
    const both = below === undefined || among === undefined ? (below ?? among) : below.intersection(among);
    const best = this.#termScores.best(queryTerms(text), limit, both);
    const positions = this.#positionsOfAll(best.map(({ key }) => key));
    return best
      .map(({ key, score }) => {
        const position = positions.get(key);
        if (position === undefined) throw corruptionError(`chunk ${key} has words but no row`);
        return { key, path: position.path, ordinal: position.ordinal, score };
      })
      .sort(byScore);
  }

  #keysOf(pathPrefix: string, [folder, ...folders]: readonly string[]): ReadonlySet<number> {
    if (folder === undefined) return this.#keysBelow(pathPrefix);
    const id = JSON.stringify([pathPrefix, folder, ...folders]);
    const keys =
      this.#keysInPart.get(id) ?? this.#keysOf(pathPrefix, folders).difference(this.#keysBelow(folder));
    this.#keysInPart.set(id, keys);
    return keys;
  }

  #keysBelow(pathPrefix: string): ReadonlySet<number> {
    const known = this.#keysInPart.get(pathPrefix);
    if (known !== undefined) return known;
    const row = this.#keysInRange.get(pathPrefix, pathPrefix + LAST_CHARACTER) ?? {};
    const keys = new Set(JSON.parse(textColumn(row, 'keys')) as number[]);
    this.#keysInPart.set(pathPrefix, keys);
    return keys;
  }

  /** The positions of chunks, by their keys. Those that are not cached are read at once. */
  #positionsOfAll(keys: readonly number[]): ReadonlyMap<number, Position> {
    const found = new Map<number, Position>();
    const unread: number[] = [];
    for (const key of keys) {
      // `peek` is fast: eviction need not know how recently each of hundreds of positions was used.
      const cached = this.#positions.peek(key);
      if (cached === undefined) unread.push(key);
      else found.set(key, cached);
    }
    if (unread.length === 0) return found;
    const row = this.#positionsOf.get(JSON.stringify(unread)) ?? {};
    for (const [key, path, ordinal] of JSON.parse(textColumn(row, 'positions')) as [
      number,
      string,
      number,
    ][]) {
      found.set(key, { path, ordinal });
      this.#positions.set(key, { path, ordinal });
    }
    return found;
  }
}

/** The last code point: sorts after every character a path continues with. */
const LAST_CHARACTER = '\u{10FFFF}';
