import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { byScore } from '../group-documents.ts';
import type { KeyedChunk } from './lexical-search.ts';
import { bytes, number, text } from './row.ts';
import { vectorFrom } from './vector-space.ts';

interface Candidate {
  readonly key: number;
  readonly path: string;
  readonly ordinal: number;
  /** Of length 1. */
  readonly direction: Float32Array;
}

/**
 * Nearest chunks by cosine, by comparing with every published one. Vectors stay in memory from one published
 * sequence to the next, so that a publish costs reading only the new ones.
 */
export class VectorSearch {
  readonly #chunks: StatementSync;
  readonly #vector: StatementSync;
  #loaded = '';
  #space = '';
  #directions = new Map<string, Float32Array>();
  #candidates: readonly Candidate[] = [];

  constructor(db: DatabaseSync) {
    this.#chunks = db.prepare('SELECT key, path, ordinal, content_hash FROM chunks ORDER BY path, ordinal');
    this.#vector = db.prepare('SELECT vector FROM vectors WHERE space = ? AND content_hash = ?');
  }

  /** The best `limit` chunks of the sequence, best first; scores are cosines, 0 where they are negative. */
  search(
    query: Float32Array,
    space: string,
    sequence: number,
    pathPrefix: string,
    limit: number,
  ): KeyedChunk[] {
    this.#load(space, sequence);
    const direction = unit(query);
    return this.#candidates
      .filter(({ path }) => path.startsWith(pathPrefix))
      .map(({ key, path, ordinal, direction: other }) => ({
        key,
        path,
        ordinal,
        score: Math.max(0, Math.min(1, dot(direction, other))),
      }))
      .sort(byScore)
      .slice(0, limit);
  }

  #load(space: string, sequence: number): void {
    const wanted = `${space} ${sequence}`;
    if (this.#loaded === wanted) return;
    const known = this.#space === space ? this.#directions : new Map<string, Float32Array>();
    const directions = new Map<string, Float32Array>();
    const candidates: Candidate[] = [];
    for (const row of this.#chunks.iterate()) {
      const hash = text(row, 'content_hash');
      const direction = directions.get(hash) ?? known.get(hash) ?? this.#read(space, hash);
      if (direction === null) continue;
      directions.set(hash, direction);
      candidates.push({
        key: number(row, 'key'),
        path: text(row, 'path'),
        ordinal: number(row, 'ordinal'),
        direction,
      });
    }
    this.#directions = directions;
    this.#candidates = candidates;
    this.#space = space;
    this.#loaded = wanted;
  }

  #read(space: string, hash: string): Float32Array | null {
    const row = this.#vector.get(space, hash);
    return row === undefined ? null : unit(vectorFrom(bytes(row, 'vector')));
  }
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
