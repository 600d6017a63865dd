import type { DatabaseSync } from 'node:sqlite';
import { deflateRawSync } from 'node:zlib';
import type { Document } from '../../../shared/domain/document.ts';
import type { Fingerprint } from '../../../shared/domain/fingerprint.ts';
import { bytesFromVector, chunkRecord, vectorSpace } from '../../../shared/index/sqlite/stored-records.ts';
import { lexicalFields } from '../../../shared/lexical/lexical-terms.ts';
import type { StageBatch } from '../index-writer.ts';

/**
 * What the next publish will bring. Staged rows are temporary: SQLite keeps them outside of the index file, which so takes
 * no room for them, and they end with the connection.
 */
export const STAGING_TABLES = `
  CREATE TEMP TABLE staged_documents (
    path TEXT PRIMARY KEY, blob TEXT NOT NULL, entry TEXT NOT NULL, outline TEXT NOT NULL, content BLOB NOT NULL
  ) STRICT;
  CREATE TEMP TABLE staged_chunks (
    id TEXT PRIMARY KEY, path TEXT NOT NULL, ordinal INTEGER NOT NULL, content_hash TEXT NOT NULL, record TEXT NOT NULL,
    title TEXT NOT NULL, headings TEXT NOT NULL, body TEXT NOT NULL, identifiers TEXT NOT NULL, words BLOB NOT NULL,
    UNIQUE (path, ordinal)
  ) STRICT;
`;

/** Deletes what is staged, except vectors: they stay as expired ones, because a run has paid for them. */
export function clearStaging(db: DatabaseSync): void {
  db.exec('DELETE FROM temp.staged_documents; DELETE FROM temp.staged_chunks');
}

/** Stages the documents of a batch, replacing what was staged of the same documents before. */
export function insertStagedDocuments(db: DatabaseSync, { documents }: StageBatch): void {
  const removeChunks = db.prepare('DELETE FROM temp.staged_chunks WHERE path = ?');
  const addDocument = db.prepare('INSERT OR REPLACE INTO temp.staged_documents VALUES (?, ?, ?, ?, ?)');
  const addChunk = db.prepare('INSERT INTO temp.staged_chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  for (const { document, chunks } of documents) {
    removeChunks.run(document.path);
    addDocument.run(...documentColumns(document));
    for (const chunk of chunks) {
      const record = chunkRecord(chunk);
      const { title, headings, body, identifiers } = lexicalFields(chunk);
      const words = deflatedWords([title, headings, body, identifiers], record);
      addChunk.run(
        chunk.id,
        chunk.path,
        chunk.ordinal,
        chunk.contentHash,
        record,
        title,
        headings,
        body,
        identifiers,
        words,
      );
    }
  }
}

function documentColumns(document: Document): [string, string, string, string, Uint8Array] {
  const { outline, content, ...entry } = document;
  return [entry.path, entry.blob, JSON.stringify(entry), JSON.stringify(outline), deflateRawSync(content)];
}

/** The fields of a chunk in `chunk_words`, in the order of its columns. */
export type WordColumns = [title: string, headings: string, body: string, identifiers: string];

function deflatedWords(fields: WordColumns, record: string): Uint8Array {
  return deflateRawSync(JSON.stringify(fields), { dictionary: Buffer.from(record) });
}

/**
 * Stores the vectors of a batch, marked as expired at `sequence` until a publish uses them.
 * @throws RangeError if one is missing or has another length than the fingerprint says: a mistake of the caller
 */
export function insertStagedVectors(
  db: DatabaseSync,
  batch: StageBatch,
  fingerprint: Fingerprint,
  sequence: number,
): void {
  const space = vectorSpace(fingerprint);
  if (space === null) return;
  const add = db.prepare(`
    INSERT INTO vectors (space, content_hash, vector, expired_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (space, content_hash) DO UPDATE SET expired_at = excluded.expired_at WHERE expired_at IS NOT NULL`);
  const hashes = new Set(batch.documents.flatMap(({ chunks }) => chunks.map((chunk) => chunk.contentHash)));
  for (const hash of hashes) {
    const vector = batch.vectors.get(hash);
    if (vector?.length !== fingerprint.dimensions) {
      throw new RangeError(
        `chunk ${hash} needs a vector of ${fingerprint.dimensions} floats, got ${vector?.length ?? 'none'}`,
      );
    }
    add.run(space, hash, bytesFromVector(vector), sequence);
  }
}
