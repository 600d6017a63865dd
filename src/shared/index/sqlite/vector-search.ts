import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { IndexQuery } from '../index-reader.ts';
import { byScore, nthLargest } from '../ranking.ts';
import type { ChunkHit } from './lexical-search.ts';
import { numberColumn, storedVectorFromRow, textColumn } from './stored-records.ts';
import { type StoredVector, VectorList } from './vector-list.ts';

/**
 * The chunks of a snapshot that have a vector, sorted by path and ordinal: in columns, which take less memory than objects.
 */
interface LoadedChunks {
  readonly paths: readonly string[];
  /** The number of each chunk's path in `paths`. */
  readonly documents: Int32Array;
  readonly ordinals: Int32Array;
  readonly keys: Float64Array;
  /** The beginning of each chunk's content hash: see `beginningOf`. */
  readonly contents: Float64Array;
  readonly vectors: VectorList;
}

/**
 * Exact nearest-neighbour search by cosine over the chunks of one snapshot. The first search loads all vectors into
 * memory; those the previous snapshot had loaded are reused, so that after a publish only new ones are read.
 */
export class VectorSearch {
  readonly #space: string;
  readonly #dimensions: number;
  readonly #count: StatementSync;
  readonly #chunks: StatementSync;
  readonly #vector: StatementSync;
  /** Of this snapshot once they are loaded, of the previous one until then. */
  #loaded: LoadedChunks | null;
  #isCurrent = false;

  /** @param previous the search of the previous snapshot */
  constructor(
    db: DatabaseSync,
    { space, dimensions }: { readonly space: string; readonly dimensions: number },
    previous: VectorSearch | null,
  ) {
    this.#space = space;
    this.#dimensions = dimensions;
    this.#count = db.prepare('SELECT count(*) AS chunks FROM chunks');
    this.#chunks = db.prepare('SELECT key, path, ordinal, content_hash FROM chunks ORDER BY path, ordinal');
    this.#vector = db.prepare('SELECT vector FROM vectors WHERE space = ? AND content_hash = ?');
    this.#loaded = previous !== null && previous.#space === space ? previous.#loaded : null;
  }

  /**
   * Returns the best `limit` chunks, best first; scores are cosines. Chunks whose cosine is not above 0 are left out.
   * @param vector a vector of the search's space
   * @param among paths of the documents that may be found; absent: all
   */
  search(
    vector: Float32Array,
    { pathPrefix = '', exceptFolders = [] }: Pick<IndexQuery, 'pathPrefix' | 'exceptFolders'>,
    limit: number,
    among?: ReadonlySet<string>,
  ): ChunkHit[] {
    const { paths, documents, ordinals, keys, vectors } = this.#current();
    const cosines = vectors.cosines(vector);
    if (pathPrefix !== '' || exceptFolders.length > 0 || among !== undefined) {
      const isSearched = paths.map(
        (path) =>
          path.startsWith(pathPrefix) &&
          !exceptFolders.some((folder) => path.startsWith(folder)) &&
          among?.has(path) !== false,
      );
      for (let at = 0; at < cosines.length; at++) if (!isSearched[documents[at] as number]) cosines[at] = 0;
    }
    const threshold = nthLargest(cosines, limit);
    const hits: ChunkHit[] = [];
    for (let at = 0; at < cosines.length; at++) {
      const score = cosines[at] as number;
      if (score <= 0 || score < threshold) continue;
      const path = paths[documents[at] as number] as string;
      hits.push({
        key: keys[at] as number,
        path,
        ordinal: ordinals[at] as number,
        score: Math.min(1, score),
      });
    }
    return hits.sort(byScore).slice(0, limit);
  }

  #current(): LoadedChunks {
    if (this.#loaded !== null && this.#isCurrent) return this.#loaded;
    this.#loaded = this.#load(this.#loaded);
    this.#isCurrent = true;
    return this.#loaded;
  }

  #load(previous: LoadedChunks | null): LoadedChunks {
    const count = numberColumn(this.#count.get() ?? {}, 'chunks');
    const placeOf = new Map<number, number>();
    previous?.keys.forEach((key, place) => {
      placeOf.set(key, place);
    });
    const paths: string[] = [];
    const [documents, ordinals] = [new Int32Array(count), new Int32Array(count)];
    const [keys, contents] = [new Float64Array(count), new Float64Array(count)];
    const vectors = new VectorList(this.#dimensions, count);
    for (const row of this.#chunks.iterate()) {
      const [key, hash] = [numberColumn(row, 'key'), textColumn(row, 'content_hash')];
      const content = beginningOf(hash);
      const place = placeOf.get(key) ?? -1;
      const isLoaded = previous !== null && previous.contents[place] === content;
      const vector = isLoaded ? previous.vectors.at(place) : this.#readVector(hash);
      if (vector === null) continue;
      const path = textColumn(row, 'path');
      if (paths.at(-1) !== path) paths.push(path);
      const at = vectors.size;
      documents[at] = paths.length - 1;
      ordinals[at] = numberColumn(row, 'ordinal');
      keys[at] = key;
      contents[at] = content;
      vectors.add(vector);
    }
    return { paths, documents, ordinals, keys, contents, vectors };
  }

  #readVector(hash: string): StoredVector | null {
    const row = this.#vector.get(this.#space, hash);
    return row === undefined ? null : storedVectorFromRow(row, this.#dimensions);
  }
}

/** The first 48 bits of a hash, which a number holds exactly: enough to tell two contents of one chunk apart. */
function beginningOf(hash: string): number {
  return Number.parseInt(hash.slice(0, 12), 16);
}
