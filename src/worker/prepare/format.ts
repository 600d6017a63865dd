import type { Document } from '../../shared/domain/document.ts';
import type { Root } from '../../shared/domain/source.ts';
import type { ChunkSizes } from './passages.ts';
import type { PreparedDocument } from './prepared-document.ts';

/** A file whose bytes are UTF-8 text. */
export type TextFile = Pick<Document, 'path' | 'blob' | 'content'>;

/** Why a file cannot become a document, for a person. */
export interface Unprepared {
  readonly reason: string;
}

/** Turns the text of a file into a document with its sections and chunks. */
export interface Format {
  /**
   * Deterministic: the same text, path, root and sizes of chunks give the same result.
   * @throws TooComplex for a text that would take unreasonably long to parse
   */
  prepare(file: TextFile, root: Root, sizes?: ChunkSizes): PreparedDocument | Unprepared;
}
