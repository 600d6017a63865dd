import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../../shared/clock.ts';
import { EMPTY_STATUS } from '../../../shared/domain/index-status.ts';
import type { RunRecord } from '../../../shared/domain/run.ts';
import { withSqliteErrors } from '../../../shared/index/sqlite/sqlite-errors.ts';
import {
  fileId,
  identifyFile,
  inTransaction,
  openReadOnly,
} from '../../../shared/index/sqlite/sqlite-file.ts';
import { readStatus } from '../../../shared/index/sqlite/stored-records.ts';
import type {
  BeginOptions,
  CheckedSource,
  IndexSession,
  IndexView,
  IndexWriter,
  LeaseHeld,
} from '../index-writer.ts';
import { statusAfterRun } from '../next-status.ts';
import { SqliteLease, SqliteSession } from './sqlite-session.ts';
import { clearStaging } from './sqlite-staging.ts';
import { readFileState, SqliteView } from './sqlite-view.ts';
import { closeWritable, openWritable, saveStatus } from './writable-file.ts';

/** Writes the index in a SQLite file, which the first write creates. */
export class SqliteWriter implements IndexWriter {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #ownerIsGone: (owner: string) => boolean;
  #open: { readonly fileId: string | null; readonly db: DatabaseSync } | null = null;

  /** @param ownerIsGone whether the run that holds a lease was killed, so that its lease need not be waited for */
  constructor(
    path: string,
    deps: { readonly clock: Clock; readonly ownerIsGone?: (owner: string) => boolean },
  ) {
    this.#path = resolve(path);
    this.#clock = deps.clock;
    this.#ownerIsGone = deps.ownerIsGone ?? (() => false);
  }

  async inspect(options: Omit<BeginOptions, 'owner'>): Promise<IndexView> {
    const state = this.#read(readFileState) ?? { status: EMPTY_STATUS, isEarlier: false };
    return new SqliteView(state, options, (read) => this.#read(read));
  }

  async begin(options: BeginOptions): Promise<{ readonly session: IndexSession } | LeaseHeld> {
    const leaseIn = (db: DatabaseSync) => new SqliteLease(db, options.owner, this.#clock);
    const holderOf = (lease: SqliteLease) => {
      const held = lease.holder();
      return held === null || this.#ownerIsGone(held.heldBy) ? null : held;
    };
    // Checked before the write lock is taken, which another run may hold for the length of its publish.
    const heldBefore = this.#read((db) => holderOf(leaseIn(db)));
    if (heldBefore !== null) return heldBefore;
    return this.#write((db) => {
      const lease = leaseIn(db);
      const held = holderOf(lease);
      if (held !== null) return held;
      const state = readFileState(db);
      clearStaging(db);
      lease.take();
      return { session: new SqliteSession({ path: this.#path, db, lease }, state, options) };
    });
  }

  async recordRun(run: RunRecord, checks?: readonly CheckedSource[]): Promise<void> {
    if (run.outcome === 'skipped') return;
    this.#write((db) => saveStatus(db, statusAfterRun(readStatus(db), run, checks)));
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    if (open !== null) withSqliteErrors(this.#path, () => closeWritable(open.db, this.#path));
  }

  #write<T>(work: (db: DatabaseSync) => T): T {
    return withSqliteErrors(this.#path, () => {
      const db = this.#current();
      return inTransaction(db, 'IMMEDIATE', () => work(db));
    });
  }

  /** Returns the open file, reopened if another process deleted or replaced it: writes to the old one would be lost. */
  #current(): DatabaseSync {
    if (this.#open !== null && this.#open.fileId !== fileId(this.#path)) {
      this.#open.db.close();
      this.#open = null;
    }
    if (this.#open === null) {
      const db = openWritable(this.#path);
      this.#open = { fileId: fileId(this.#path), db };
    }
    return this.#open.db;
  }

  /** Reads the file over a read-only connection; returns null if there is no file. */
  #read<T>(read: (db: DatabaseSync) => T): T | null {
    return withSqliteErrors(this.#path, () => {
      const file = identifyFile(this.#path);
      if (file === null || file.blank) return null;
      const db = openReadOnly(this.#path);
      try {
        return read(db);
      } finally {
        db.close();
      }
    });
  }
}
