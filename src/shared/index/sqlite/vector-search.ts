import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { cosines, direction } from '../cosine.ts';
import { byScore } from '../group-documents.ts';
import type { KeyedChunk } from './lexical-search.ts';
import { bytes, number, text } from './row.ts';
import { vectorFrom } from './vector-space.ts';

/** The score of a chunk that is not asked for: below all others. */
const OUTSIDE = -1;

/** What is kept in memory of one published sequence. */
interface Loaded {
  readonly space: string;
  readonly sequence: number;
  /** Sorted by path and ordinal, as `directions`. */
  readonly chunks: readonly Omit<KeyedChunk, 'score'>[];
  readonly directions: readonly Float32Array[];
  readonly byContent: ReadonlyMap<string, Float32Array>;
}

/**
 * Nearest chunks by cosine, by comparing with every published one. Vectors stay in memory from one published
 * sequence to the next, so that a publish costs reading only the new ones.
 */
export class VectorSearch {
  readonly #chunks: StatementSync;
  readonly #vector: StatementSync;
  #loaded: Loaded | null = null;

  constructor(db: DatabaseSync) {
    this.#chunks = db.prepare('SELECT key, path, ordinal, content_hash FROM chunks ORDER BY path, ordinal');
    this.#vector = db.prepare('SELECT vector FROM vectors WHERE space = ? AND content_hash = ?');
  }

  /**
   * The best `limit` chunks of the sequence, best first; scores are cosines, 0 where they are negative.
   * @param query a vector of the space's length
   */
  search(
    query: Float32Array,
    space: string,
    sequence: number,
    pathPrefix: string,
    limit: number,
  ): KeyedChunk[] {
    if (this.#loaded?.space !== space || this.#loaded.sequence !== sequence) {
      this.#loaded = this.#load(space, sequence);
    }
    const { chunks, directions } = this.#loaded;
    const scores = cosines(direction(query), directions).map((cosine) => Math.max(0, Math.min(1, cosine)));
    chunks.forEach(({ path }, at) => {
      if (!path.startsWith(pathPrefix)) scores[at] = OUTSIDE;
    });
    const enough = Math.max(0, scores.toSorted().at(-limit) ?? 0);
    const found: KeyedChunk[] = [];
    scores.forEach((score, at) => {
      const chunk = chunks[at];
      if (score >= enough && chunk !== undefined) found.push({ ...chunk, score });
    });
    return found.sort(byScore).slice(0, limit);
  }

  #load(space: string, sequence: number): Loaded {
    const known = this.#loaded?.space === space ? this.#loaded.byContent : new Map<string, Float32Array>();
    const byContent = new Map<string, Float32Array>();
    const chunks: Omit<KeyedChunk, 'score'>[] = [];
    const directions: Float32Array[] = [];
    for (const row of this.#chunks.iterate()) {
      const hash = text(row, 'content_hash');
      const stored = byContent.get(hash) ?? known.get(hash) ?? this.#read(space, hash);
      if (stored === null) continue;
      byContent.set(hash, stored);
      chunks.push({ key: number(row, 'key'), path: text(row, 'path'), ordinal: number(row, 'ordinal') });
      directions.push(stored);
    }
    return { space, sequence, chunks, directions, byContent };
  }

  #read(space: string, hash: string): Float32Array | null {
    const row = this.#vector.get(space, hash);
    return row === undefined ? null : direction(vectorFrom(bytes(row, 'vector')));
  }
}
