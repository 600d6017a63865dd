import type { DatabaseSync } from 'node:sqlite';
import { storedChunk } from '../../domain/chunk.ts';
import type { IndexedDocument } from '../index-reader.ts';
import { number, text } from './row.ts';
import { storedDocument } from './stored-document.ts';
import { storedStatus } from './stored-status.ts';
import { vectorSpace } from './vector-space.ts';

/** Every document with its chunks, sorted by path, read one at a time from within a transaction. */
export function* scanDocuments(db: DatabaseSync): Generator<IndexedDocument> {
  const space = vectorSpace(storedStatus(db).fingerprint);
  const documents = db.prepare('SELECT entry, outline, content FROM documents ORDER BY path');
  const chunks = db.prepare(`
    SELECT record, EXISTS (
      SELECT 1 FROM vectors v WHERE v.space = ? AND v.content_hash = c.content_hash
    ) AS has_vector
    FROM chunks c WHERE path = ? ORDER BY ordinal`);
  for (const row of documents.iterate()) {
    const document = storedDocument(row);
    yield {
      document,
      chunks: chunks.all(space, document.path).map((chunk) => ({
        ...storedChunk(JSON.parse(text(chunk, 'record'))),
        hasVector: number(chunk, 'has_vector') === 1,
      })),
    };
  }
}
