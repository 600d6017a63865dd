import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { Document, DocumentEntry } from '../../domain/document.ts';
import type { PublishRecord } from '../../domain/history.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../domain/index-status.ts';
import { OperationalError } from '../../operational-error.ts';
import type { Answer, DocumentMatch, IndexedDocument, IndexQuery, IndexReader } from '../index-reader.ts';
import { publishesAfter } from '../publishes-after.ts';
import { PublishedSequence, scanDocuments } from './published-sequence.ts';
import { classified, classifySqliteError } from './sqlite-errors.ts';
import { fileId, identifyFile, openReadOnly } from './sqlite-file.ts';
import { inTransaction } from './stored-records.ts';

/** SQLite itself is not to wait for a lock: see `whenUnlocked`. */
const LOCK_WAIT_MS = 0;

interface OpenIndex {
  readonly fileId: string;
  readonly db: DatabaseSync;
  readonly sequence: PublishedSequence;
}

/**
 * Reads the index in a SQLite file, on a connection that cannot write. Every call looks whether the file is (still)
 * the one that is open: it may appear, be replaced, or go at any time.
 */
export class SqliteReader implements IndexReader {
  readonly #path: string;
  #open: OpenIndex | null = null;

  /** @param path the SQLite file; it need not exist yet */
  constructor(path: string) {
    this.#path = resolve(path);
  }

  async status(): Promise<IndexStatus> {
    return this.#read(EMPTY_STATUS, (_, status) => status);
  }

  async search(query: IndexQuery): Promise<Answer<{ matches: readonly DocumentMatch[] }>> {
    return this.#read({ matches: [], status: EMPTY_STATUS }, (sequence, status) => ({
      matches: sequence.search(query, status),
      status,
    }));
  }

  async document(path: string): Promise<Answer<{ document: Document | null; redirectedFrom?: string }>> {
    return this.#read({ document: null, status: EMPTY_STATUS }, (sequence, status) => ({
      ...sequence.document(path),
      status,
    }));
  }

  async documents(): Promise<Answer<{ documents: readonly DocumentEntry[] }>> {
    return this.#read({ documents: [], status: EMPTY_STATUS }, (sequence, status) => ({
      documents: sequence.documents(),
      status,
    }));
  }

  async changesSince(since?: string): Promise<Answer<{ changes: readonly PublishRecord[] }>> {
    return this.#read({ changes: [], status: EMPTY_STATUS }, (sequence, status) => ({
      changes: publishesAfter(sequence.publishes(), status, since),
      status,
    }));
  }

  /** On a connection of its own, so that its one long transaction is not the one of everybody else's questions. */
  async *scan(): AsyncGenerator<IndexedDocument> {
    const db = await whenUnlocked(() => classified(this.#path, () => this.#openFile()?.db ?? null));
    if (db === null) return;
    try {
      db.exec('BEGIN DEFERRED');
      yield* scanDocuments(db);
    } catch (error) {
      throw classifySqliteError(error, this.#path);
    } finally {
      db.close();
    }
  }

  async close(): Promise<void> {
    this.#drop();
  }

  #read<T>(empty: T, ask: (sequence: PublishedSequence, status: IndexStatus) => T): Promise<T> {
    return whenUnlocked(() => this.#readNow(empty, ask));
  }

  #readNow<T>(empty: T, ask: (sequence: PublishedSequence, status: IndexStatus) => T): T {
    return classified(this.#path, () => {
      const open = this.#current();
      if (open === null) return empty;
      try {
        return inTransaction(open.db, 'DEFERRED', () => ask(open.sequence, open.sequence.status()));
      } catch (error) {
        // Whatever is wrong with the file, the next question looks at it anew.
        this.#drop();
        throw error;
      }
    });
  }

  #current(): OpenIndex | null {
    if (this.#open !== null && this.#open.fileId !== fileId(this.#path)) this.#drop();
    if (this.#open === null) {
      const file = this.#openFile();
      if (file === null) return null;
      try {
        this.#open = { ...file, sequence: new PublishedSequence(file.db) };
      } catch (error) {
        file.db.close();
        throw error;
      }
    }
    return this.#open;
  }

  #openFile(): Omit<OpenIndex, 'sequence'> | null {
    const file = identifyFile(this.#path);
    if (file === null || file.blank) return null;
    return { fileId: file.id, db: openReadOnly(this.#path, LOCK_WAIT_MS) };
  }

  #drop(): void {
    this.#open?.db.close();
    this.#open = null;
  }
}

const TRIES = 10;
const PAUSE_MS = 25;

/**
 * Works on a file, again for a quarter of a second while another process locks it. SQLite's own waiting would stop
 * everything else in this process, too.
 */
async function whenUnlocked<T>(work: () => T): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return work();
    } catch (error) {
      const locked = error instanceof OperationalError && error.code === 'INDEX_LOCKED';
      if (!locked || tries === TRIES) throw error;
    }
    await delay(PAUSE_MS);
  }
}
