import type { DatabaseSync } from 'node:sqlite';
import type { Document } from '../../../shared/domain/document.ts';
import type { Fingerprint } from '../../../shared/domain/fingerprint.ts';
import { bytesFromVector, vectorSpace } from '../../../shared/index/sqlite/stored-records.ts';
import { lexicalFields } from '../../../shared/lexical/lexical-fields.ts';
import type { StageBatch } from '../index-writer.ts';

/** Deletes what is staged, except vectors: they stay as expired ones, because a run has paid for them. */
export function clearStaging(db: DatabaseSync): void {
  db.exec('DELETE FROM staged_documents; DELETE FROM staged_chunks');
}

/** Stages the documents of a batch, replacing what was staged of the same documents before. */
export function insertStagedDocuments(db: DatabaseSync, { documents }: StageBatch): void {
  const removeChunks = db.prepare('DELETE FROM staged_chunks WHERE path = ?');
  const addDocument = db.prepare('INSERT OR REPLACE INTO staged_documents VALUES (?, ?, ?, ?, ?)');
  const addChunk = db.prepare('INSERT INTO staged_chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  for (const { document, chunks } of documents) {
    removeChunks.run(document.path);
    addDocument.run(...documentColumns(document));
    for (const chunk of chunks) {
      const { title, headings, body, identifiers } = lexicalFields(chunk);
      addChunk.run(
        chunk.id,
        chunk.path,
        chunk.ordinal,
        chunk.contentHash,
        JSON.stringify(chunk),
        title,
        headings,
        body,
        identifiers,
      );
    }
  }
}

function documentColumns(document: Document): [string, string, string, string, string] {
  const { outline, content, ...entry } = document;
  return [entry.path, entry.blob, JSON.stringify(entry), JSON.stringify(outline), content];
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
