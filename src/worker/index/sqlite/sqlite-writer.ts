import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../../shared/clock.ts';
import { EMPTY_STATUS, type RunRecord, type SourceCheck } from '../../../shared/domain/index-status.ts';
import { classified } from '../../../shared/index/sqlite/sqlite-errors.ts';
import { fileId, identifyFile, openReadOnly } from '../../../shared/index/sqlite/sqlite-file.ts';
import { inTransaction, storedStatus } from '../../../shared/index/sqlite/stored-records.ts';
import type { BeginOptions, IndexSession, IndexView, IndexWriter, LeaseHeld } from '../index-writer.ts';
import { refuseOtherSource, statusAfterRun } from '../next-status.ts';
import { leaseHeld, takeLease } from './sqlite-lease.ts';
import { SqliteSession } from './sqlite-session.ts';
import { clearStaging } from './sqlite-staging.ts';
import { SqliteView } from './sqlite-view.ts';
import { closeWritable, openWritable, saveStatus } from './writable-file.ts';

/** Writes the index in a SQLite file, which is created by the first write. */
export class SqliteWriter implements IndexWriter {
  readonly #path: string;
  readonly #clock: Clock;
  #open: { readonly fileId: string | null; readonly db: DatabaseSync } | null = null;

  constructor(path: string, { clock }: { readonly clock: Clock }) {
    this.#path = resolve(path);
    this.#clock = clock;
  }

  async inspect(options: Omit<BeginOptions, 'owner'>): Promise<IndexView> {
    const status = this.#look(storedStatus) ?? EMPTY_STATUS;
    refuseOtherSource(status, options);
    return new SqliteView(status, options, (read) => this.#look(read));
  }

  async begin(options: BeginOptions): Promise<{ readonly session: IndexSession } | LeaseHeld> {
    // ReadIndexed before the write lock is: the other run may be in a publish that takes long.
    const heldNow = this.#look((db) => leaseHeld(db, this.#clock()));
    if (heldNow !== null) return heldNow;
    return this.#write((db) => {
      const held = leaseHeld(db, this.#clock());
      if (held !== null) return held;
      const status = storedStatus(db);
      refuseOtherSource(status, options);
      clearStaging(db);
      takeLease(db, options.owner, this.#clock());
      return { session: new SqliteSession(db, this.#path, this.#clock, status, options) };
    });
  }

  async recordRun(run: RunRecord, check?: SourceCheck): Promise<void> {
    if (run.outcome === 'skipped') return;
    this.#write((db) => saveStatus(db, statusAfterRun(storedStatus(db), run, check)));
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    if (open !== null) classified(this.#path, () => closeWritable(open.db, this.#path));
  }

  #write<T>(work: (db: DatabaseSync) => T): T {
    return classified(this.#path, () => {
      const db = this.#current();
      return inTransaction(db, 'IMMEDIATE', () => work(db));
    });
  }

  /** The open file, unless somebody has deleted or replaced it meanwhile: what is written there would be lost. */
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

  /** ReadIndexs the file without touching it; null where there is none. */
  #look<T>(read: (db: DatabaseSync) => T): T | null {
    return classified(this.#path, () => {
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
