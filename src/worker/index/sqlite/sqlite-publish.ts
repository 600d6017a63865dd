import type { DatabaseSync } from 'node:sqlite';
import type { Fingerprint } from '../../../shared/domain/fingerprint.ts';
import { HISTORY_LIMIT, type PublishRecord } from '../../../shared/domain/history.ts';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { number, storedStatus, text, vectorSpace } from '../../../shared/index/sqlite/stored-records.ts';
import { EXPIRED_VECTORS_KEPT, type Publication } from '../index-writer.ts';
import { statusAfterPublish } from '../next-status.ts';
import { redirectsAfter } from '../redirects.ts';
import { clearStaging } from './sqlite-staging.ts';
import { saveStatus } from './writable-file.ts';

export interface PublishOptions {
  readonly source: string;
  readonly fingerprint: Fingerprint;
  /** Keep nothing that is published: what is staged is all there will be. */
  readonly rebuild: boolean;
}

/** Turns what is staged into the published sequence. To be run in one transaction, which is what makes it atomic. */
export function publish(db: DatabaseSync, publication: Publication, options: PublishOptions): IndexStatus {
  const before = storedStatus(db);
  const sequence = before.sequence + 1;
  const departed = options.rebuild ? removeEverything(db, sequence) : removeReplaced(db, publication.removed);
  const added = addStaged(db);
  claimVectors(db, added, options.fingerprint);
  expireVectors(db, departed, sequence);
  saveRedirects(db, publication.renamed);
  remember(db, publication, sequence);
  clearStaging(db);

  const after = statusAfterPublish(before, publication, {
    source: options.source,
    fingerprint: options.fingerprint,
    documents: count(db, 'documents'),
    chunks: count(db, 'chunks'),
  });
  saveStatus(db, after);
  return after;
}

/** @returns the content hashes of chunks that are gone and need expiring, here none: all vectors are expired at once */
function removeEverything(db: DatabaseSync, sequence: number): string[] {
  db.exec('DELETE FROM documents; DELETE FROM chunks; DELETE FROM chunk_words');
  db.prepare('UPDATE vectors SET expired_at = ? WHERE expired_at IS NULL').run(sequence);
  return [];
}

/** Removes documents, and the chunks of changed ones that are not staged again. @returns the content hashes of those */
function removeReplaced(db: DatabaseSync, removed: readonly string[]): string[] {
  const stagedPaths = db
    .prepare('SELECT path FROM staged_documents')
    .all()
    .map((row) => text(row, 'path'));
  const removeDocument = db.prepare('DELETE FROM documents WHERE path = ?');
  for (const path of removed) removeDocument.run(path);

  const departing = db.prepare(
    'SELECT key, content_hash FROM chunks WHERE path = ? AND id NOT IN (SELECT id FROM staged_chunks)',
  );
  const removeChunk = db.prepare('DELETE FROM chunks WHERE key = ?');
  const removeWords = db.prepare('DELETE FROM chunk_words WHERE rowid = ?');
  return [...removed, ...stagedPaths]
    .flatMap((path) => departing.all(path))
    .map((row) => {
      const key = number(row, 'key');
      removeChunk.run(key);
      removeWords.run(key);
      return text(row, 'content_hash');
    });
}

/** Adds what is staged and not yet there. @returns the key after which the added chunks come */
function addStaged(db: DatabaseSync): number {
  db.exec(
    'INSERT OR REPLACE INTO documents SELECT path, blob, entry, outline, content FROM staged_documents',
  );
  const last = db.prepare('SELECT coalesce(max(key), 0) AS key FROM chunks').get();
  const lastKey = last === undefined ? 0 : number(last, 'key');
  db.exec(`
    INSERT INTO chunks (id, path, ordinal, content_hash, record)
    SELECT id, path, ordinal, content_hash, record FROM staged_chunks
    WHERE NOT EXISTS (SELECT 1 FROM chunks c WHERE c.id = staged_chunks.id) ORDER BY path, ordinal`);
  db.prepare(`
    INSERT INTO chunk_words (rowid, title, headings, body, identifiers)
    SELECT c.key, s.title, s.headings, s.body, s.identifiers
    FROM chunks c JOIN staged_chunks s ON s.id = c.id WHERE c.key > ? ORDER BY c.key`).run(lastKey);
  return lastKey;
}

function claimVectors(db: DatabaseSync, lastKey: number, fingerprint: Fingerprint): void {
  db.prepare(`
    UPDATE vectors SET expired_at = NULL
    WHERE space = ? AND content_hash IN (SELECT content_hash FROM chunks WHERE key > ?)`).run(
    vectorSpace(fingerprint),
    lastKey,
  );
}

function expireVectors(db: DatabaseSync, departed: readonly string[], sequence: number): void {
  const expire = db.prepare(`
    UPDATE vectors SET expired_at = ?1 WHERE content_hash = ?2 AND expired_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM chunks WHERE content_hash = ?2)`);
  for (const hash of departed) expire.run(sequence, hash);
  db.prepare('DELETE FROM vectors WHERE expired_at <= ?').run(sequence - EXPIRED_VECTORS_KEPT);
}

function saveRedirects(db: DatabaseSync, renamed: ReadonlyMap<string, string>): void {
  const rows = db.prepare('SELECT former_path, path FROM redirects').all();
  const remembered = new Map(rows.map((row) => [text(row, 'former_path'), text(row, 'path')]));
  const isDocument = db.prepare('SELECT 1 FROM documents WHERE path = ?');
  const redirects = redirectsAfter(remembered, renamed, (path) => isDocument.get(path) !== undefined);
  db.exec('DELETE FROM redirects');
  const add = db.prepare('INSERT INTO redirects VALUES (?, ?)');
  for (const [former, path] of redirects) add.run(former, path);
}

function remember(db: DatabaseSync, publication: Publication, sequence: number): void {
  const record: PublishRecord = {
    sequence,
    commit: publication.commit,
    publishedAt: publication.publishedAt,
    documents: publication.changed,
    commits: publication.commits,
  };
  db.prepare('INSERT INTO publishes VALUES (?, ?)').run(sequence, JSON.stringify(record));
  db.prepare('DELETE FROM publishes WHERE sequence <= ?').run(sequence - HISTORY_LIMIT);
}

function count(db: DatabaseSync, table: 'documents' | 'chunks'): number {
  const row = db.prepare(`SELECT count(*) AS n FROM ${table}`).get();
  return row === undefined ? 0 : number(row, 'n');
}
