import { createHash } from 'node:crypto';
import type { Chunk } from '../../src/shared/domain/chunk.ts';
import { contentHash, embeddedText } from '../../src/shared/domain/chunk.ts';
import type { Document } from '../../src/shared/domain/document.ts';
import type { PreparedDocument } from '../../src/worker/prepare/prepared-document.ts';

/** A document as a test describes it: whatever is left out is made up, always the same way. */
export interface Draft extends Partial<Omit<Document, 'path'>> {
  readonly path: string;
  /** One chunk each. */
  readonly passages?: readonly string[];
  /** Go identifiers of every passage. */
  readonly identifiers?: readonly string[];
}

/** A document and its chunks, as a sync stages them. */
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
