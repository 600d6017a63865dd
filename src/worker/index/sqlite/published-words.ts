import type { DatabaseSync } from 'node:sqlite';
import type { Chunk } from '../../../shared/domain/chunk.ts';
import { chunkFromRow, numberColumn } from '../../../shared/index/sqlite/stored-records.ts';
import { storedKey } from '../../../shared/index/sqlite/word-lookup.ts';
import { keysOfName } from '../../../shared/lexical/spelling-keys.ts';
import { WordChanges } from '../after-publish.ts';

/** Changes held in memory before they are written: some 30 MB. */
const MAX_CHANGES = 200_000;

/** Brings `terms`, `names` and `name_keys` up to date with the chunks that a transaction removes and adds. */
export class PublishedWords {
  readonly #db: DatabaseSync;
  #changes = new WordChanges();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  remove(chunk: Chunk): void {
    this.#changes.remove(chunk);
    this.#writeIfMany();
  }

  /** Counts the words of the chunks whose keys are above `lastKey`. */
  addChunks(lastKey: number): void {
    const added = this.#db.prepare(
      'SELECT id, path, ordinal, content_hash, record FROM chunks WHERE key > ?',
    );
    for (const row of added.iterate(lastKey)) {
      this.#changes.add(chunkFromRow(row));
      this.#writeIfMany();
    }
  }

  /** Writes what has been counted. Must be called at the end. */
  write(): void {
    const { terms, names } = this.#changes;
    this.#changes = new WordChanges();
    writeTerms(this.#db, terms);
    writeNames(this.#db, names);
  }

  #writeIfMany(): void {
    if (this.#changes.terms.size + this.#changes.names.size > MAX_CHANGES) this.write();
  }
}

/** Removes every term and name. */
export function removeAllWords(db: DatabaseSync): void {
  db.exec('DELETE FROM terms; DELETE FROM names; DELETE FROM name_keys');
}

function writeTerms(db: DatabaseSync, changes: ReadonlyMap<string, number>): void {
  const add = db.prepare(`
    INSERT INTO terms VALUES (?, ?) ON CONFLICT (term) DO UPDATE SET chunks = chunks + excluded.chunks`);
  const removeUnused = db.prepare('DELETE FROM terms WHERE term = ? AND chunks <= 0');
  // In the order of the table, in which many new rows are written several times as fast.
  for (const term of [...changes.keys()].sort()) {
    const by = changes.get(term) ?? 0;
    add.run(term, by);
    if (by < 0) removeUnused.run(term);
  }
}

function writeNames(db: DatabaseSync, changes: ReadonlyMap<string, number>): void {
  const count = db.prepare(`
    INSERT INTO names (name, chunks) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET chunks = chunks + excluded.chunks RETURNING key, chunks`);
  const remove = db.prepare('DELETE FROM names WHERE key = ?');
  const removeKey = db.prepare('DELETE FROM name_keys WHERE spelling_key = ? AND name = ?');
  const added: [spellingKey: number, name: number][] = [];
  for (const name of [...changes.keys()].sort()) {
    const by = changes.get(name) ?? 0;
    const row = count.get(name, by) ?? {};
    const [key, chunks] = [numberColumn(row, 'key'), numberColumn(row, 'chunks')];
    if (chunks <= 0) {
      for (const spellingKey of keysOfName(name)) removeKey.run(storedKey(spellingKey), key);
      remove.run(key);
    } else if (chunks === by) {
      for (const spellingKey of keysOfName(name)) added.push([storedKey(spellingKey), key]);
    }
  }
  const addKey = db.prepare('INSERT INTO name_keys VALUES (?, ?)');
  for (const [spellingKey, name] of added.sort(([a], [b]) => a - b)) addKey.run(spellingKey, name);
}
