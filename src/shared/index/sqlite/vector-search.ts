import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { byScore } from '../group-documents.ts';
import type { KeyedChunk } from './lexical-search.ts';
import { bytes, number, text, vectorFrom } from './stored-records.ts';

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

/** A vector's direction: the vector at length 1, so that the cosine of two is their dot product. */
export function direction(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** The cosines of one direction with many of the same length, in their order. */
export function cosines(one: Float32Array, many: readonly Float32Array[]): Float64Array {
  return Float64Array.from(many, (other) => dot(one, other));
}

/** Four sums at a time: the processor need not wait for one addition before it begins the next. */
function dot(a: Float32Array, b: Float32Array): number {
  const whole = a.length - (a.length % 4);
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    s0 += (a[i] as number) * (b[i] as number);
    s1 += (a[i + 1] as number) * (b[i + 1] as number);
    s2 += (a[i + 2] as number) * (b[i + 2] as number);
    s3 += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (let i = whole; i < a.length; i++) s0 += (a[i] as number) * (b[i] as number);
  return s0 + s1 + s2 + s3;
}
