import { createHash } from 'node:crypto';
import type { Chunk } from '../../src/shared/domain/chunk.ts';
import { contentHash, embeddedText } from '../../src/shared/domain/chunk.ts';
import type { Document } from '../../src/shared/domain/document.ts';
import type { DocumentMatch } from '../../src/shared/index/index-reader.ts';
import type { PreparedDocument } from '../../src/worker/prepare/prepared-document.ts';

/** A document as a test describes it. Omitted fields get fixed default values. */
export interface Draft extends Partial<Omit<Document, 'path'>> {
  readonly path: string;
  /** Texts of the chunks. */
  readonly passages?: readonly string[];
  /** Go identifiers of every chunk. */
  readonly identifiers?: readonly string[];
}

/** Builds a document and its chunks, as a sync stages them. */
export function buildDocument({ passages = [], identifiers = [], ...draft }: Draft): PreparedDocument {
  const content = draft.content ?? passages.join('\n\n');
  const document: Document = {
    blob: digest('sha1', content),
    title: 'Page',
    url: draft.path,
    description: '',
    summary: '',
    entities: [],
    weight: null,
    updatedAt: null,
    language: 'en',
    tokens: content.length,
    outline: [],
    content,
    ...draft,
  };
  return {
    document,
    chunks: passages.map((text, ordinal) => buildChunk(document, ordinal, text, identifiers)),
  };
}

/** Builds a search match: a document with one chunk. */
export function match(
  path: string,
  text: string,
  fields: Partial<Chunk> & { readonly score?: number } = {},
): DocumentMatch {
  const { document, chunks } = buildDocument({ path, passages: [text], title: fields.title ?? 'Page' });
  const { score = 0.5, ...rest } = fields;
  return { document, score, chunks: chunks.map((chunk) => ({ chunk: { ...chunk, ...rest }, score })) };
}

function buildChunk(
  { path, title, url }: Document,
  ordinal: number,
  text: string,
  identifiers: readonly string[],
): Chunk {
  const place = { path, ordinal, title, heading: title, breadcrumbs: [], url };
  const chunk = { ...place, text, sections: [], identifiers, tokens: text.length };
  return {
    ...chunk,
    id: digest('sha256', JSON.stringify(chunk)),
    contentHash: contentHash(embeddedText(chunk)),
  };
}

function digest(algorithm: 'sha1' | 'sha256', text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}
