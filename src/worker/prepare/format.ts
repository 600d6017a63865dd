import type { Document } from '../../shared/domain/document.ts';
import type { Root } from '../../shared/domain/source.ts';
import { markdownFormat } from './markdown-format.ts';
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
   * Deterministic: the same text, path and root give the same result.
   * @throws TooComplex for a text that would take unreasonably long to parse
   */
  prepare(file: TextFile, root: Root): PreparedDocument | Unprepared;
}

/** The format of a file, by its name. The Go parser is loaded with the first Go file: most indexes have none. */
export async function formatOf(path: string): Promise<Format> {
  return path.endsWith('.go') ? await loadedGoFormat() : markdownFormat;
}

let goFormat: Promise<Format> | null = null;

function loadedGoFormat(): Promise<Format> {
  goFormat ??= import('./go/go-format.ts').then(({ loadGoFormat }) => loadGoFormat());
  return goFormat;
}
