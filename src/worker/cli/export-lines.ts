import type { IndexedDocument } from '../../shared/index/index-reader.ts';
import { canonicalJson } from '../canonical-json.ts';

/** Ids are left out: they are digests of what the lines show anyway. */
export async function* exportLines(documents: AsyncIterable<IndexedDocument>): AsyncGenerator<string> {
  for await (const { document, chunks } of documents) {
    yield `${canonicalJson({ document })}\n`;
    for (const { id: _, ...chunk } of chunks) yield `${canonicalJson({ chunk })}\n`;
  }
}
