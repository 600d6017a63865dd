import type { Chunk } from '../../../shared/domain/chunk.ts';
import type { Bm25Terms } from '../../../shared/index/qdrant/bm25-vectors.ts';
import type { WordCount, WordsPayload } from '../../../shared/index/qdrant/points.ts';
import type { PublishedPoints, StoredPoint } from '../../../shared/index/qdrant/published-points.ts';
import { bucketOf } from '../../../shared/index/qdrant/word-hash.ts';
import { namePoints, wordBuckets } from '../../../shared/index/qdrant/word-points.ts';
import { WordChanges } from '../after-publish.ts';
import { namePoint, type Point, wordsPoint } from './staged-points.ts';

/** What a publish writes of one kind: points that become visible with it, and the ids of those they replace. */
export interface WordPoints {
  readonly points: Iterable<Point>;
  readonly replaced: readonly string[];
}

/** A chunk with its terms. */
export type CountedChunk = readonly [chunk: Chunk, bm25: Bm25Terms];

/** Counts the words of the chunks that a sync adds and removes, and makes the points of what this changes. */
export class StagedWords {
  readonly #changes = new WordChanges();
  /** As in `WordChanges`, of the terms that vectors are made of. */
  readonly #bm25Terms = new Map<string, number>();

  add([chunk, bm25]: CountedChunk): void {
    this.#changes.add(chunk);
    this.#countTerms(bm25, 1);
  }

  remove([chunk, bm25]: CountedChunk): void {
    this.#changes.remove(chunk);
    this.#countTerms(bm25, -1);
  }

  /**
   * Returns the points of the buckets whose words change.
   * @param live what is published in the generation; null if nothing of it stays
   */
  async buckets(live: PublishedPoints | null, since: number): Promise<WordPoints> {
    const terms = Map.groupBy(this.#changes.terms, ([term]) => bucketOf(term));
    const bm25Terms = Map.groupBy(this.#bm25Terms, ([term]) => bucketOf(term));
    const buckets = [...new Set([...terms.keys(), ...bm25Terms.keys()])];
    const published = live === null ? [] : await wordBuckets(live, buckets);
    const before = new Map(published.map(({ payload }) => [payload.bucket, payload]));
    const changed = buckets.map((bucket): Omit<WordsPayload, 'kind'> => {
      const old = before.get(bucket);
      return {
        since,
        bucket,
        terms: countsAfter(old?.terms ?? [], terms.get(bucket) ?? []),
        bm25_terms: countsAfter(old?.bm25_terms ?? [], bm25Terms.get(bucket) ?? []),
      };
    });
    const isUsed = ({ terms, bm25_terms }: Omit<WordsPayload, 'kind'>) =>
      terms.length + bm25_terms.length > 0;
    return { points: changed.filter(isUsed).map(wordsPoint), replaced: idsOf(published) };
  }

  /** Returns the points of the names of which other numbers of chunks have them; see `buckets`. */
  async names(live: PublishedPoints | null, since: number): Promise<WordPoints> {
    const changes = this.#changes.names;
    const published = live === null ? [] : await namePoints(live, [...changes.keys()]);
    const before = published.map(({ payload }): WordCount => [payload.name, payload.chunks]);
    const after = countsAfter(before, [...changes]);
    return {
      points: after.map(([name, chunks]) => namePoint(name, chunks, since)),
      replaced: idsOf(published),
    };
  }

  #countTerms({ frequencies }: Bm25Terms, by: 1 | -1): void {
    for (const term of frequencies.keys()) {
      const count = (this.#bm25Terms.get(term) ?? 0) + by;
      if (count === 0) this.#bm25Terms.delete(term);
      else this.#bm25Terms.set(term, count);
    }
  }
}

/** Words that no chunk contains any more are left out. */
function countsAfter(before: readonly WordCount[], changes: readonly WordCount[]): WordCount[] {
  const counts = new Map(before);
  for (const [word, by] of changes) counts.set(word, (counts.get(word) ?? 0) + by);
  return [...counts].filter(([, count]) => count > 0);
}

function idsOf(points: readonly StoredPoint<unknown>[]): string[] {
  return points.map(({ id }) => id);
}
