import type { DatabaseSync } from 'node:sqlite';
import { type Clock, isoTime } from '../../../shared/clock.ts';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { withSqliteErrors } from '../../../shared/index/sqlite/sqlite-errors.ts';
import { inTransaction } from '../../../shared/index/sqlite/sqlite-file.ts';
import { numberColumn, readStatus, textColumn } from '../../../shared/index/sqlite/stored-records.ts';
import {
  type Advance,
  type BeginOptions,
  type IndexSession,
  LEASE_MS,
  type LeaseHeld,
  leaseLost,
  type Publication,
  type StageBatch,
} from '../index-writer.ts';
import { statusAfterAdvance } from '../next-status.ts';
import { publishStagedTables, saveFormerPaths } from './sqlite-publish.ts';
import { clearStaging, insertStagedDocuments, insertStagedVectors } from './sqlite-staging.ts';
import { type FileState, SqliteView } from './sqlite-view.ts';
import { saveStatus } from './writable-file.ts';

/** An index file that is open for writing and leased. */
export interface LeasedFile {
  readonly path: string;
  readonly db: DatabaseSync;
  readonly lease: SqliteLease;
}

/** A sync into an index file. */
export class SqliteSession extends SqliteView implements IndexSession {
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
export class SqliteLease {
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
