import type { Document, SkippedDocument } from '../../shared/domain/document.ts';
import type { Root } from '../../shared/domain/source.ts';
import type { ChunkSizes } from './passages.ts';
import type { PreparedDocument } from './prepared-document.ts';

/** A file whose bytes are UTF-8 text. */
export type TextFile = Pick<Document, 'path' | 'blob' | 'content'>;

/** Why a file does not become a document. */
export interface Unprepared extends Pick<SkippedDocument, 'reason' | 'unpublished'> {
  /** When this file may become a document without a change of it, in milliseconds since the epoch. */
  readonly dueAt?: number;
}

/** What else a document depends on. */
export interface PreparationContext {
  readonly root: Root;
  /** The time of the run, in milliseconds since the epoch. */
  readonly now: number;
  /** Sizes of its chunks; absent: those for a model that reads more than any chunk has. */
  readonly sizes?: ChunkSizes | undefined;
}

/** Turns the text of a file into a document with its sections and chunks. */
export interface Format {
  /**
   * Deterministic: the same text, path and context give the same result.
   * @throws TooComplex for a text that would take unreasonably long to parse
   */
  prepare(file: TextFile, context: PreparationContext): PreparedDocument | Unprepared;
}
