import type { Chunk } from '../domain/chunk.ts';
import type { Document, DocumentEntry } from '../domain/document.ts';
import type { PublishRecord } from '../domain/history.ts';
import type { IndexStatus } from '../domain/index-status.ts';

export interface IndexQuery {
  /** The query as the user wrote it: hostile input, any length, any characters. */
  readonly text: string;
  /** The query's vector; without it, or where the index has no vectors of its length, the search is lexical. */
  readonly vector?: Float32Array;
  /** How much the ranking by words counts beside the one by the vector, which counts 1; absent: 1, too. */
  readonly lexicalWeight?: number;
  /** How many documents at the most. */
  readonly limit: number;
  /** How many chunks of each document at the most. */
  readonly chunksPerDocument: number;
  /** Only documents whose path starts with this. */
  readonly pathPrefix?: string;
}

export interface ChunkMatch {
  readonly chunk: Chunk;
  /** Relevance from 0 to 1, best first; comparable within one kind of search, not between kinds. */
  readonly score: number;
}

export interface DocumentMatch {
  readonly document: DocumentEntry;
  /** The score of its best chunk. */
  readonly score: number;
  /** Best first, never empty. */
  readonly chunks: readonly ChunkMatch[];
}

/** A document with its chunks in order, as `export` and `verify` read it. */
export interface IndexedDocument {
  readonly document: Document;
  readonly chunks: readonly (Chunk & { readonly hasVector: boolean })[];
}

/** An answer and the status of exactly the sequence it was read from. */
export type Answer<T> = T & { readonly status: IndexStatus };

/**
 * The read side of an index. Every method reads one published sequence, entirely; an index that does not exist
 * yet answers as empty (`EMPTY_STATUS`) and starts answering when the first sync publishes, with no restart.
 * Methods reject with an OperationalError (`INDEX_*` or `QDRANT_*`) when the index cannot be read.
 */
export interface IndexReader {
  status(signal?: AbortSignal): Promise<IndexStatus>;
  /** Matching documents, best first, ties by path. No match is an empty list. */
  search(query: IndexQuery, signal?: AbortSignal): Promise<Answer<{ matches: readonly DocumentMatch[] }>>;
  /** The document at a path, or at the path a former path of it leads to (then `redirectedFrom` is the path asked for). */
  document(
    path: string,
    signal?: AbortSignal,
  ): Promise<Answer<{ document: Document | null; redirectedFrom?: string }>>;
  /** All documents, sorted by path (code point order). */
  documents(signal?: AbortSignal): Promise<Answer<{ documents: readonly DocumentEntry[] }>>;
  /** The remembered publishes, newest first; with `since` (a commit sha, full or from 7 characters, or an ISO date) those after it. */
  changesSince(since?: string, signal?: AbortSignal): Promise<Answer<{ changes: readonly PublishRecord[] }>>;
  /** Every document with its chunks, sorted by path. */
  scan(signal?: AbortSignal): AsyncIterable<IndexedDocument>;
  close(): Promise<void>;
}
