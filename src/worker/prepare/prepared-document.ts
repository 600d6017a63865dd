import type { Chunk } from '../../shared/domain/chunk.ts';
import type { Document, SkippedDocument } from '../../shared/domain/document.ts';

/** A file in the form in which the index stores it. */
export interface PreparedDocument {
  readonly document: Document;
  /** All chunks of the document in order. */
  readonly chunks: readonly Chunk[];
  /** Why a part of the file is not indexed, for the log; absent if everything is. It is not stored. */
  readonly incomplete?: string;
  /** Former paths of the document in the index that the file itself names. They are not stored with it. */
  readonly formerPaths?: readonly string[];
  /** When its site stops publishing it, in milliseconds since the epoch. It is not stored with it. */
  readonly dueAt?: number;
}

/** Why a file does not become a document. */
export interface Unprepared extends Pick<SkippedDocument, 'reason' | 'unpublished'> {
  /** When this file may become a document without a change of it, in milliseconds since the epoch. */
  readonly dueAt?: number;
}

/** A file that does not become a document, and when that may change by time alone. */
export type SkippedFile = SkippedDocument & Pick<Unprepared, 'dueAt'>;

/** Upper bound of the embedded text of every chunk, unless the embedding model reads less. In tokens. */
export const MAX_CHUNK_TOKENS = 800;

/**
 * Version of everything in this folder and of `lexicalFields`. Raise it with every change of what the same bytes are turned
 * into, or of the words that are indexed.
 */
export const CHUNKER_VERSION = 6;
