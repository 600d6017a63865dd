import type { Document, OutlineHeading } from '../../shared/domain/document.ts';
import type { Root } from '../../shared/domain/source.ts';
import type { ChunkSizes } from './passages.ts';
import type { PreparedDocument, Unprepared } from './prepared-document.ts';

/** A file whose bytes are UTF-8 text. */
export type TextFile = Pick<Document, 'path' | 'blob' | 'content'>;

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

/** The part of a document under one heading, up to the next heading of any depth. */
export interface Section {
  /** null for the text before the first heading. */
  readonly heading: OutlineHeading | null;
  /** Headings from the outermost to this one. */
  readonly breadcrumbs: readonly string[];
  /** Paragraphs, lists, tables and code, as readable Markdown. */
  readonly blocks: readonly string[];
  /** Word → the qualified name that it stands for, which is an identifier of every chunk with the word. */
  readonly names?: ReadonlyMap<string, string> | undefined;
}
