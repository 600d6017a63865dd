import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Delay } from '../../clock.ts';
import type { Document, DocumentEntry, ListedDocument } from '../../domain/document.ts';
import type { PublishRecord } from '../../domain/history.ts';
import { EMPTY_STATUS, type IndexStatus, snapshotId } from '../../domain/index-status.ts';
import type { OutdatedMentions } from '../../drift/outdated-mentions.ts';
import { hasCode } from '../../operational-error.ts';
import { retry } from '../../retry.ts';
import type { Answer, DocumentMatch, IndexedDocument, IndexQuery, IndexReader } from '../index-reader.ts';
import { publishesAfter } from '../publishes-after.ts';
import { classifySqliteError, readError, withSqliteErrors } from './sqlite-errors.ts';
import { fileId, identifyFile, inTransaction, openReadOnly } from './sqlite-file.ts';
import { SqliteSnapshot } from './sqlite-snapshot.ts';
import { statusReader } from './stored-records.ts';

/** A locked file is read again for a quarter of a second. */
const LOCK_RETRIES = { attempts: 10, firstWaitMs: 25, longestWaitMs: 25 };

/** SQLite itself must not wait for a lock: it would block everything else in this process. */
const NO_LOCK_TIMEOUT_MS = 0;

interface ListPage {
  readonly listed: readonly ListedDocument[] | null;
}

interface OpenFile {
  readonly id: string;
  readonly db: DatabaseSync;
  readonly readStatus: () => IndexStatus;
  /** The snapshot last read; null before the first read. */
  snapshot: SqliteSnapshot | null;
}

/**
 * Reads the index in a SQLite file over a read-only connection. Each call checks whether the open file is still the
 * one at the path: it may appear, be replaced, or disappear at any time.
 */
export class SqliteReader implements IndexReader {
  readonly #path: string;
  readonly #delay: Delay;
  #open: OpenFile | null = null;

  /** @param path the SQLite file; it need not exist yet */
  constructor(path: string, { delay = wait }: { readonly delay?: Delay } = {}) {
    this.#path = resolve(path);
    this.#delay = delay;
  }

  async status(): Promise<IndexStatus> {
    return (await this.#read({}, () => ({}))).status;
  }

  async search(query: IndexQuery): Promise<Answer<{ matches: readonly DocumentMatch[] }>> {
    return this.#read({ matches: [] }, (snapshot) => ({ matches: snapshot.search(query) }));
  }

  async document(path: string): Promise<Answer<{ document: Document | null; redirectedFrom?: string }>> {
    return this.#read({ document: null }, (snapshot) => snapshot.document(path));
  }

  /** Lets others have their turn after every page. Begins again if something is published in between. */
  async list(): Promise<Answer<{ documents: readonly ListedDocument[] }>> {
    for (;;) {
      const list = await this.#readList();
      if (list !== null) return list;
    }
  }

  /** @returns null if something was published in between */
  async #readList(): Promise<Answer<{ documents: readonly ListedDocument[] }> | null> {
    const documents: ListedDocument[] = [];
    let snapshot: string | null = null;
    for (let page = 0; ; page++) {
      const { listed, status } = await this.#read<ListPage>({ listed: null }, (current) => ({
        listed: current.listPage(page),
      }));
      snapshot ??= snapshotId(status);
      if (snapshotId(status) !== snapshot) return null;
      if (listed === null) return { documents, status };
      documents.push(...listed);
      if (documents.length >= status.documents) return { documents, status };
      await setImmediate();
    }
  }

  async entries(paths: readonly string[]): Promise<Answer<{ entries: readonly DocumentEntry[] }>> {
    return this.#read({ entries: [] }, (snapshot) => ({ entries: snapshot.entries(paths) }));
  }

  async changesSince(since?: string): Promise<Answer<{ changes: readonly PublishRecord[] }>> {
    return this.#read({ changes: [] }, (snapshot, status) => ({
      changes: publishesAfter(snapshot.publishes(), status, since),
    }));
  }

  async termCounts(terms: readonly string[]): Promise<Answer<{ counts: ReadonlyMap<string, number> }>> {
    return this.#read({ counts: new Map() }, (snapshot) => ({ counts: snapshot.termCounts(terms) }));
  }

  async namesUnder(keys: readonly number[], limit: number): Promise<Answer<{ names: readonly string[] }>> {
    return this.#read({ names: [] }, (snapshot) => ({ names: snapshot.namesUnder(keys, limit) }));
  }

  async outdatedNames(): Promise<Answer<{ names: OutdatedMentions }>> {
    return this.#read({ names: new Map() }, (snapshot) => ({ names: snapshot.outdatedNames() }));
  }

  /** Uses a connection of its own, so that other reads are not bound to its one long transaction. */
  async *scan(): AsyncGenerator<IndexedDocument> {
    const file = await this.#unlessLocked(() => withSqliteErrors(this.#path, () => this.#openFile()));
    if (file === null) return;
    try {
      file.db.exec('BEGIN DEFERRED');
      yield* new SqliteSnapshot(file.db, file.readStatus()).scan();
    } catch (error) {
      throw classifySqliteError(readError(error), this.#path);
    } finally {
      file.db.close();
    }
  }

  async close(): Promise<void> {
    this.#closeFile();
  }

  /** @param empty what to return where there is no index yet */
  async #read<T>(empty: T, read: (snapshot: SqliteSnapshot, status: IndexStatus) => T): Promise<Answer<T>> {
    return this.#unlessLocked(() =>
      withSqliteErrors(this.#path, () => {
        const file = this.#currentFile();
        if (file === null) return { ...empty, status: EMPTY_STATUS };
        try {
          return inTransaction(file.db, 'DEFERRED', () => {
            const status = file.readStatus();
            if (file.snapshot?.id !== snapshotId(status)) {
              file.snapshot = new SqliteSnapshot(file.db, status, file.snapshot);
            }
            return { ...read(file.snapshot, status), status };
          });
        } catch (error) {
          // Whatever is wrong with the file, the next read opens it again.
          this.#closeFile();
          throw readError(error);
        }
      }),
    );
  }

  #unlessLocked<T>(work: () => T): Promise<T> {
    return retry(async () => work(), {
      ...LOCK_RETRIES,
      judge: (error) => (hasCode(error, 'INDEX_LOCKED') ? {} : null),
      delay: this.#delay,
    });
  }

  #currentFile(): OpenFile | null {
    if (this.#open !== null && this.#open.id !== fileId(this.#path)) this.#closeFile();
    this.#open ??= this.#openFile();
    return this.#open;
  }

  #openFile(): OpenFile | null {
    const file = identifyFile(this.#path);
    if (file === null || file.blank) return null;
    const db = openReadOnly(this.#path, NO_LOCK_TIMEOUT_MS);
    try {
      return { id: file.id, db, readStatus: statusReader(db), snapshot: null };
    } catch (error) {
      db.close();
      throw error;
    }
  }

  #closeFile(): void {
    this.#open?.db.close();
    this.#open = null;
  }
}

const wait: Delay = (ms, signal) => setTimeout(ms, undefined, signal === undefined ? {} : { signal });
