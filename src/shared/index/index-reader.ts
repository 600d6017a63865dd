import type { Chunk } from '../domain/chunk.ts';
import type { Document, DocumentEntry, ListedDocument } from '../domain/document.ts';
import type { PublishRecord } from '../domain/history.ts';
import type { IndexStatus } from '../domain/index-status.ts';
import type { OutdatedMentions } from '../drift/outdated-mentions.ts';

export interface IndexQuery {
  /** The query as the user wrote it: untrusted input of any length, with any characters. */
  readonly text: string;
  /** The query's vector. Without one, or if the index has no vectors of its length, the search is lexical. */
  readonly vector?: Float32Array;
  /** Maximum number of documents. */
  readonly limit: number;
  /** Maximum number of chunks per document. */
  readonly chunksPerDocument: number;
  /** Restricts the search to documents whose path starts with this. */
  readonly pathPrefix?: string;
  /** Leaves out the documents below these folders, each with a slash at its end. */
  readonly exceptFolders?: readonly string[];
  /** Restricts the search to documents in one of these languages, or in none of them. Absent: all languages. */
  readonly languages?: { readonly only: readonly string[] } | { readonly except: readonly string[] };
}

export interface ChunkMatch {
  readonly chunk: Chunk;
  /** Relevance from 0 to 1; comparable within lexical or within hybrid searches, not between the two. */
  readonly score: number;
}

export interface DocumentMatch {
  readonly document: DocumentEntry;
  /** Score of its best chunk. */
  readonly score: number;
  /** Best first, never empty. */
  readonly chunks: readonly ChunkMatch[];
}

/** A document with its chunks in order, for `export` and `verify`. */
export interface IndexedDocument {
  readonly document: Document;
  readonly chunks: readonly (Chunk & { readonly hasVector: boolean })[];
}

/** What a read returned, with the status of exactly the sequence it was read from. */
export type Answer<T> = T & { readonly status: IndexStatus };

/**
 * The read side of an index. Each call reads from a single published sequence. An index that does not exist yet reads
 * as empty (`EMPTY_STATUS`); once the first sync has published, the same reader sees it without a restart.
 * Methods reject with an OperationalError (`INDEX_*` or `QDRANT_*`) when the index cannot be read.
 */
export interface IndexReader {
  status(signal?: AbortSignal): Promise<IndexStatus>;
  /** Returns matching documents, best first, ties by path; an empty list if nothing matches. */
  search(query: IndexQuery, signal?: AbortSignal): Promise<Answer<{ matches: readonly DocumentMatch[] }>>;
  /**
   * Returns the document at a path. If the path is a former one, follows its redirect and sets `redirectedFrom` to it.
   * The case of the letters A to Z only counts where several former paths differ by it: sites have their addresses in
   * lower case.
   */
  document(
    path: string,
    signal?: AbortSignal,
  ): Promise<Answer<{ document: Document | null; redirectedFrom?: string }>>;
  /** Returns all documents in the order of lists (see list-order.ts), as it is published: nothing is computed. */
  list(signal?: AbortSignal): Promise<Answer<{ documents: readonly ListedDocument[] }>>;
  /** Returns the entries of the documents at some paths, unordered; those of other paths are left out. */
  entries(
    paths: readonly string[],
    signal?: AbortSignal,
  ): Promise<Answer<{ entries: readonly DocumentEntry[] }>>;
  /**
   * Returns the publishes in the history, newest first.
   * @param since a commit sha (at least 7 characters) or an ISO date: only the publishes after it
   */
  changesSince(since?: string, signal?: AbortSignal): Promise<Answer<{ changes: readonly PublishRecord[] }>>;
  /** Returns how many published chunks contain each of these terms (see `chunkTerms`); a term of none is left out. */
  termCounts(
    terms: readonly string[],
    signal?: AbortSignal,
  ): Promise<Answer<{ counts: ReadonlyMap<string, number> }>>;
  /**
   * Returns names of published chunks (see `chunkNames`) that are filed under any of these spelling keys, as written, each
   * once and in no order.
   * @param limit of the names returned: of more, any
   */
  namesUnder(
    keys: readonly number[],
    limit: number,
    signal?: AbortSignal,
  ): Promise<Answer<{ names: readonly string[] }>>;
  /** Returns the names in documents that the indexed Go files do not have, as the last publish found them: a bounded list. */
  outdatedNames(signal?: AbortSignal): Promise<Answer<{ names: OutdatedMentions }>>;
  /** Yields every document with its chunks, sorted by path: the whole index, for `export`, `verify` and `drift`. */
  scan(signal?: AbortSignal): AsyncIterable<IndexedDocument>;
  close(): Promise<void>;
}
