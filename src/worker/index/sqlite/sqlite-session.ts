import type { DatabaseSync } from 'node:sqlite';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { withSqliteErrors } from '../../../shared/index/sqlite/sqlite-errors.ts';
import { inTransaction } from '../../../shared/index/sqlite/sqlite-file.ts';
import { readStatus } from '../../../shared/index/sqlite/stored-records.ts';
import type { Advance, BeginOptions, IndexSession, Publication, StageBatch } from '../index-writer.ts';
import { statusAfterAdvance } from '../next-status.ts';
import type { SqliteLease } from './sqlite-lease.ts';
import { publishStagedTables } from './sqlite-publish.ts';
import { clearStaging, insertStagedDocuments, insertStagedVectors } from './sqlite-staging.ts';
import { SqliteView } from './sqlite-view.ts';
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

  constructor(file: LeasedFile, status: IndexStatus, options: BeginOptions) {
    super(status, options, (read) => withSqliteErrors(file.path, () => read(file.db)));
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
    const { source, fingerprint } = this.#options;
    const options = { source, fingerprint, rebuild: this.rebuild };
    return this.#write((db) => publishStagedTables(db, publication, options));
  }

  async advance(to: Advance): Promise<IndexStatus> {
    return this.#write((db) => {
      const status = statusAfterAdvance(readStatus(db), to);
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
