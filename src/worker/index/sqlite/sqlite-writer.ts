import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { type Clock, isoTime } from '../../../shared/clock.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../../shared/domain/index-status.ts';
import type { RunRecord } from '../../../shared/domain/run.ts';
import { withSqliteErrors } from '../../../shared/index/sqlite/sqlite-errors.ts';
import {
  fileId,
  identifyFile,
  inTransaction,
  openReadOnly,
} from '../../../shared/index/sqlite/sqlite-file.ts';
import { numberColumn, readStatus, textColumn } from '../../../shared/index/sqlite/stored-records.ts';
import { statusAfterAdvance, statusAfterRun } from '../after-publish.ts';
import {
  type Advance,
  type BeginOptions,
  type CheckedSource,
  type IndexSession,
  type IndexView,
  type IndexWriter,
  LEASE_MS,
  type LeaseHeld,
  leaseLost,
  type Publication,
  type StageBatch,
} from '../index-writer.ts';
import { publishStagedTables, saveFormerPaths } from './sqlite-publish.ts';
import { type FileState, readFileState, SqliteView } from './sqlite-view.ts';
import {
  clearStaging,
  closeWritable,
  insertStagedDocuments,
  insertStagedVectors,
  openWritable,
  saveStatus,
} from './writable-file.ts';

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

/** An index file that is open for writing and leased. */
interface LeasedFile {
  readonly path: string;
  readonly db: DatabaseSync;
  readonly lease: SqliteLease;
}

/** A sync into an index file. */
class SqliteSession extends SqliteView implements IndexSession {
  readonly #file: LeasedFile;
  readonly #options: BeginOptions;

  constructor(file: LeasedFile, state: FileState, options: BeginOptions) {
    super(state, options, (read) => withSqliteErrors(file.path, () => read(file.db)));
    this.#file = file;
    this.#options = options;
  }

  async stage(batch: StageBatch): Promise<void> {
    this.#write((db) => {
      insertStagedVectors(db, batch, this.#options.fingerprint, this.status.sequence);
      insertStagedDocuments(db, batch);
    });
  }

  async publish(publication: Publication): Promise<IndexStatus> {
    const options = { fingerprint: this.#options.fingerprint, rebuild: this.rebuild };
    return this.#write((db) => publishStagedTables(db, publication, options));
  }

  async advance(to: Advance): Promise<IndexStatus> {
    return this.#write((db) => {
      const status = statusAfterAdvance(readStatus(db), to);
      if (to.formerPaths !== undefined) saveFormerPaths(db, { ...to, renamed: new Map() });
      saveStatus(db, status);
      return status;
    });
  }

  async renew(): Promise<void> {
    this.#write(() => this.#file.lease.renew());
  }

  async abandon(): Promise<void> {
    const { db, lease } = this.#file;
    try {
      inTransaction(db, 'IMMEDIATE', () => {
        if (!lease.isOwned()) return;
        clearStaging(db);
        lease.release();
      });
    } catch {
      // The lease expires on its own, and the next run cleans up.
    }
  }

  /** Runs `work` in one transaction, in which no other run can take the lease. */
  #write<T>(work: (db: DatabaseSync) => T): T {
    const { path, db, lease } = this.#file;
    return withSqliteErrors(path, () =>
      inTransaction(db, 'IMMEDIATE', () => {
        lease.requireOwned();
        return work(db);
      }),
    );
  }
}

/** The lease on an index file, as one run sees it. All methods but `holder` must run in an IMMEDIATE transaction. */
class SqliteLease {
  readonly #db: DatabaseSync;
  readonly #owner: string;
  readonly #clock: Clock;

  constructor(db: DatabaseSync, owner: string, clock: Clock) {
    this.#db = db;
    this.#owner = owner;
    this.#clock = clock;
  }

  /** Returns the run that holds the lease now; null if it is free or has expired. */
  holder(): LeaseHeld | null {
    const row = this.#db.prepare('SELECT owner, until FROM lease WHERE until > ?').get(this.#clock());
    if (row === undefined) return null;
    return { heldBy: textColumn(row, 'owner'), until: isoTime(numberColumn(row, 'until')) };
  }

  /** Takes the lease, replacing any previous holder: check `holder` first. */
  take(): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO lease (id, owner, until) VALUES (1, ?, ?)')
      .run(this.#owner, this.#clock() + LEASE_MS);
  }

  /** Extends the lease, even if it has expired, unless another run has taken it. */
  renew(): void {
    this.requireOwned();
    this.#db.prepare('UPDATE lease SET until = ? WHERE owner = ?').run(this.#clock() + LEASE_MS, this.#owner);
  }

  /** @throws OperationalError `INDEX_LEASE_LOST` if another run has taken the lease; none can until the transaction ends */
  requireOwned(): void {
    if (this.isOwned()) return;
    const row = this.#db.prepare('SELECT owner FROM lease').get();
    throw leaseLost(row === undefined ? undefined : textColumn(row, 'owner'));
  }

  /** Whether no other run has taken the lease. */
  isOwned(): boolean {
    return this.#db.prepare('SELECT 1 FROM lease WHERE owner = ?').get(this.#owner) !== undefined;
  }

  release(): void {
    this.#db.prepare('DELETE FROM lease WHERE owner = ?').run(this.#owner);
  }
}
