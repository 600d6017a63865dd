import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { IndexQuery } from '../index-reader.ts';
import { byScore } from '../ranking.ts';
import type { ChunkHit } from './lexical-search.ts';
import { corruptionError } from './sqlite-errors.ts';
import { numberColumn, textColumn, vectorFromRow } from './stored-records.ts';

/** The chunks of a snapshot, sorted by path and ordinal, and the directions of their vectors in the same order. */
interface LoadedVectors {
  readonly chunks: readonly Omit<ChunkHit, 'score'>[];
  readonly directions: readonly Float32Array[];
}

/**
 * Exact nearest-neighbour search by cosine over the chunks of one snapshot. The first search loads all vectors into
 * memory; those the previous snapshot had loaded are reused, so that after a publish only new ones are read.
 */
export class VectorSearch {
  readonly #space: string;
  readonly #dimensions: number;
  readonly #chunks: StatementSync;
  readonly #vector: StatementSync;
  /** Directions by content hash: of this snapshot once they are loaded, of the previous one until then. */
  #byContentHash: ReadonlyMap<string, Float32Array>;
  #loaded: LoadedVectors | null = null;

  /** @param previous the search of the previous snapshot */
  constructor(
    db: DatabaseSync,
    { space, dimensions }: { readonly space: string; readonly dimensions: number },
    previous: VectorSearch | null,
  ) {
    this.#space = space;
    this.#dimensions = dimensions;
    this.#chunks = db.prepare('SELECT key, path, ordinal, content_hash FROM chunks ORDER BY path, ordinal');
    this.#vector = db.prepare('SELECT vector FROM vectors WHERE space = ? AND content_hash = ?');
    const comparable = previous !== null && previous.#space === space;
    this.#byContentHash = comparable ? previous.#byContentHash : new Map();
  }

  /**
   * Returns the best `limit` chunks, best first; scores are cosines, 0 where they are negative.
   * @param vector a vector of the search's space
   * @param among paths of the documents that may be found; absent: all
   */
  search(
    vector: Float32Array,
    { pathPrefix = '', exceptFolders = [] }: Pick<IndexQuery, 'pathPrefix' | 'exceptFolders'>,
    limit: number,
    among?: ReadonlySet<string>,
  ): ChunkHit[] {
    this.#loaded ??= this.#load();
    const { chunks, directions } = this.#loaded;
    const scores = cosines(direction(vector), directions).map((cosine) => Math.max(0, Math.min(1, cosine)));
    chunks.forEach(({ path }, at) => {
      const isLeftOut = exceptFolders.some((folder) => path.startsWith(folder));
      if (isLeftOut || !path.startsWith(pathPrefix) || among?.has(path) === false) scores[at] = EXCLUDED;
    });
    const threshold = Math.max(0, scores.toSorted().at(-limit) ?? 0);
    const hits: ChunkHit[] = [];
    scores.forEach((score, at) => {
      const chunk = chunks[at];
      if (score >= threshold && chunk !== undefined) hits.push({ ...chunk, score });
    });
    return hits.sort(byScore).slice(0, limit);
  }

  #load(): LoadedVectors {
    const byContentHash = new Map<string, Float32Array>();
    const chunks: Omit<ChunkHit, 'score'>[] = [];
    const directions: Float32Array[] = [];
    for (const row of this.#chunks.iterate()) {
      const hash = textColumn(row, 'content_hash');
      const found = byContentHash.get(hash) ?? this.#byContentHash.get(hash) ?? this.#readDirection(hash);
      if (found === null) continue;
      byContentHash.set(hash, found);
      const [path, ordinal] = [textColumn(row, 'path'), numberColumn(row, 'ordinal')];
      chunks.push({ key: numberColumn(row, 'key'), path, ordinal });
      directions.push(found);
    }
    this.#byContentHash = byContentHash;
    return { chunks, directions };
  }

  #readDirection(hash: string): Float32Array | null {
    const row = this.#vector.get(this.#space, hash);
    if (row === undefined) return null;
    const vector = vectorFromRow(row);
    if (vector.length !== this.#dimensions) throw corruptionError(`a vector has ${vector.length} dimensions`);
    return direction(vector);
  }
}

/** The score of chunks that may not be found: below that of any other. */
const EXCLUDED = -1;

/** Normalizes a vector to length 1, so that the cosine of two is their dot product; a zero vector stays as it is. */
export function direction(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** Returns the cosine of one direction with each of several others of the same length. */
export function cosines(one: Float32Array, others: readonly Float32Array[]): Float64Array {
  return Float64Array.from(others, (other) => dot(one, other));
}

/** With four independent sums, the processor need not wait for one addition to finish before the next. */
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
