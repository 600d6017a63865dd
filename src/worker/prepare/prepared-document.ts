import type { Chunk } from '../../shared/domain/chunk.ts';
import type { Document } from '../../shared/domain/document.ts';

/** A file turned into what the index keeps of it. */
export interface PreparedDocument {
  readonly document: Document;
  /** All chunks of the document, in order. */
  readonly chunks: readonly Chunk[];
}

/** Version of everything in this folder: to be raised with any change to what it makes of the same bytes. */
export const CHUNKER_VERSION = 3;
