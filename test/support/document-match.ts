import type { Chunk } from '../../src/shared/domain/chunk.ts';
import type { DocumentMatch } from '../../src/shared/index/index-reader.ts';
import { buildDocument } from './document-builder.ts';

/** What an index may find: a document with one passage. */
export function match(
  path: string,
  text: string,
  fields: Partial<Chunk> & { readonly score?: number } = {},
): DocumentMatch {
  const { document, chunks } = buildDocument({ path, passages: [text], title: fields.title ?? 'Page' });
  const { score = 0.5, ...rest } = fields;
  return { document, score, chunks: chunks.map((chunk) => ({ chunk: { ...chunk, ...rest }, score })) };
}
