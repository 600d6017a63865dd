import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { HISTORY_LIMIT } from '../../../shared/domain/history.ts';
import type { Fingerprint, IndexStatus } from '../../../shared/domain/index-status.ts';
import { corruptionError } from '../../../shared/index/sqlite/sqlite-errors.ts';
import {
  chunkFromRow,
  entryFromRow,
  inflated,
  listPageFromRow,
  numberColumn,
  readStatus,
  textColumn,
  vectorSpace,
} from '../../../shared/index/sqlite/stored-records.ts';
import { listPagesAfter, publishRecord, redirectsAfter, statusAfterPublish } from '../after-publish.ts';
import { EXPIRED_VECTORS_KEPT, type Publication } from '../index-writer.ts';
import { PublishedWords, removeAllWords } from './published-words.ts';
import { clearStaging, emptyDocumentTables, saveStatus, type WordColumns } from './writable-file.ts';

export interface PublishOptions {
  readonly fingerprint: Fingerprint;
  /** Keep nothing of what is published: the new sequence is exactly what is staged. */
  readonly rebuild: boolean;
}

/** Makes what is staged the published sequence. Must run in one transaction, which makes it atomic. */
export function publishStagedTables(
  db: DatabaseSync,
  publication: Publication,
  { fingerprint, rebuild }: PublishOptions,
): IndexStatus {
  const before = readStatus(db);
  const sequence = before.sequence + 1;
  const words = new PublishedWords(db);
  const removedHashes = rebuild
    ? removeEverything(db, sequence)
    : removeReplaced(db, publication.removed, words);
  const lastKeyBefore = addStaged(db);
  words.addChunks(lastKeyBefore);
  words.write();
  publishList(db, publication, rebuild);
  markVectorsPublished(db, lastKeyBefore, fingerprint);
  expireVectors(db, removedHashes, sequence);
  saveFormerPaths(db, publication);
  addToHistory(db, publication, sequence);
  saveOutdatedNames(db, publication);
  clearStaging(db);

  const [documents, chunks] = [count(db, 'documents'), count(db, 'chunks')];
  const after = statusAfterPublish(before, publication, { fingerprint, documents, chunks });
  saveStatus(db, after);
  return after;
}

/** @returns the content hashes whose vectors are still to expire: none, because all of them expire here */
function removeEverything(db: DatabaseSync, sequence: number): string[] {
  emptyDocumentTables(db);
  removeAllWords(db);
  db.prepare('UPDATE vectors SET expired_at = ? WHERE expired_at IS NULL').run(sequence);
  return [];
}

/** Removes documents, and chunks of changed documents that are not staged. @returns the content hashes of the chunks */
function removeReplaced(db: DatabaseSync, removed: readonly string[], words: PublishedWords): string[] {
  const stagedPaths = db
    .prepare('SELECT path FROM temp.staged_documents')
    .all()
    .map((row) => textColumn(row, 'path'));
  const removeDocument = db.prepare('DELETE FROM documents WHERE path = ?');
  for (const path of removed) removeDocument.run(path);

  const replacedChunks = db.prepare(
    `SELECT * FROM chunks WHERE path = ? AND id NOT IN (SELECT id FROM temp.staged_chunks)`,
  );
  const removeChunk = db.prepare('DELETE FROM chunks WHERE key = ?');
  const removeWords = db.prepare(
    `INSERT INTO chunk_words (chunk_words, rowid, title, headings, body, identifiers)
     VALUES ('delete', ?, ?, ?, ?, ?)`,
  );
  return [...removed, ...stagedPaths]
    .flatMap((path) => replacedChunks.all(path))
    .map((row) => {
      const key = numberColumn(row, 'key');
      removeChunk.run(key);
      removeWords.run(key, ...wordsFromRow(row));
      words.remove(chunkFromRow(row));
      return textColumn(row, 'content_hash');
    });
}

/** Returns the fields of the chunk in a row with `record` and `words`, exactly as `chunk_words` got them. */
function wordsFromRow(row: Record<string, SQLOutputValue>): WordColumns {
  const words = row['words'];
  if (!(words instanceof Uint8Array)) throw corruptionError('the words of a chunk are missing');
  return JSON.parse(inflated(words, 'list of words', Buffer.from(textColumn(row, 'record')))) as WordColumns;
}

/** Adds the staged documents, and the staged chunks that are new. @returns the last chunk key before them */
function addStaged(db: DatabaseSync): number {
  db.exec(
    'INSERT OR REPLACE INTO documents SELECT path, blob, entry, outline, content FROM temp.staged_documents',
  );
  const last = db.prepare('SELECT coalesce(max(key), 0) AS key FROM chunks').get();
  const lastKey = last === undefined ? 0 : numberColumn(last, 'key');
  db.exec(`
    INSERT INTO chunks (id, path, ordinal, content_hash, record, words)
    SELECT id, path, ordinal, content_hash, record, words FROM temp.staged_chunks s
    WHERE NOT EXISTS (SELECT 1 FROM chunks c WHERE c.id = s.id) ORDER BY path, ordinal`);
  db.prepare(`
    INSERT INTO chunk_words (rowid, title, headings, body, identifiers)
    SELECT c.key, s.title, s.headings, s.body, s.identifiers
    FROM chunks c JOIN temp.staged_chunks s ON s.id = c.id WHERE c.key > ? ORDER BY c.key`).run(lastKey);
  return lastKey;
}

/** Writes the pages of the list of documents that differ from the published ones. The staged documents are published. */
function publishList(db: DatabaseSync, { sources, removed }: Publication, rebuild: boolean): void {
  const rows = rebuild ? [] : db.prepare('SELECT documents FROM list_pages ORDER BY page').all();
  const before = rows.flatMap(listPageFromRow);
  const staged = db.prepare('SELECT entry FROM temp.staged_documents').all().map(entryFromRow);
  const pages = listPagesAfter(before, { staged, removed, sources }).map((page) => JSON.stringify(page));
  const write = db.prepare('INSERT OR REPLACE INTO list_pages VALUES (?, ?)');
  for (const [page, documents] of pages.entries()) {
    if (documents !== rows[page]?.['documents']) write.run(page, documents);
  }
  db.prepare('DELETE FROM list_pages WHERE page >= ?').run(pages.length);
}

/** Marks the vectors of added chunks as published. */
function markVectorsPublished(db: DatabaseSync, lastKeyBefore: number, fingerprint: Fingerprint): void {
  db.prepare(`
    UPDATE vectors SET expired_at = NULL
    WHERE space = ? AND content_hash IN (SELECT content_hash FROM chunks WHERE key > ?)`).run(
    vectorSpace(fingerprint),
    lastKeyBefore,
  );
}

/** Marks vectors that no chunk uses any more as expired, and deletes those that expired long enough ago. */
function expireVectors(db: DatabaseSync, removedHashes: readonly string[], sequence: number): void {
  const expire = db.prepare(`
    UPDATE vectors SET expired_at = ?1 WHERE content_hash = ?2 AND expired_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM chunks WHERE content_hash = ?2)`);
  for (const hash of removedHashes) expire.run(sequence, hash);
  db.prepare('DELETE FROM vectors WHERE expired_at <= ?').run(sequence - EXPIRED_VECTORS_KEPT);
}

/** Brings the redirects up to date, and replaces the positions in the sources' histories if the run has read any. */
export function saveFormerPaths(
  db: DatabaseSync,
  changes: Pick<Publication, 'renamed' | 'formerPaths'>,
): void {
  const rows = db.prepare('SELECT former_path, path FROM redirects ORDER BY rowid').all();
  const before = new Map(rows.map((row) => [textColumn(row, 'former_path'), textColumn(row, 'path')]));
  const isDocument = db.prepare('SELECT 1 FROM documents WHERE path = ?');
  const redirects = redirectsAfter(before, changes, (path) => isDocument.get(path) !== undefined);
  if (!isSameList([...before], [...redirects])) {
    db.exec('DELETE FROM redirects');
    const add = db.prepare('INSERT INTO redirects VALUES (?, ?)');
    for (const [former, path] of redirects) add.run(former, path);
  }

  if (changes.formerPaths === undefined) return;
  db.exec('DELETE FROM history_positions');
  const keep = db.prepare('INSERT INTO history_positions VALUES (?, ?)');
  for (const [source, position] of Object.entries(changes.formerPaths.positions)) {
    keep.run(source, JSON.stringify(position));
  }
}

type Redirect = readonly [former: string, path: string];

/** Whether the redirects are the same in the same order: most publishes change none of the thousands that there may be. */
function isSameList(before: readonly Redirect[], after: readonly Redirect[]): boolean {
  return (
    before.length === after.length &&
    before.every(([former, path], i) => after[i]?.[0] === former && after[i]?.[1] === path)
  );
}

function addToHistory(db: DatabaseSync, publication: Publication, sequence: number): void {
  const record = JSON.stringify(publishRecord(publication, sequence));
  db.prepare('INSERT INTO publishes VALUES (?, ?)').run(sequence, record);
  db.prepare('DELETE FROM publishes WHERE sequence <= ?').run(sequence - HISTORY_LIMIT);
}

function saveOutdatedNames(db: DatabaseSync, { outdatedNames = new Map() }: Publication): void {
  db.prepare('INSERT OR REPLACE INTO outdated_names VALUES (1, ?)').run(JSON.stringify([...outdatedNames]));
}

function count(db: DatabaseSync, table: 'documents' | 'chunks'): number {
  const row = db.prepare(`SELECT count(*) AS n FROM ${table}`).get();
  return row === undefined ? 0 : numberColumn(row, 'n');
}
