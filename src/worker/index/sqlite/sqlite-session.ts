import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../../shared/clock.ts';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { classified } from '../../../shared/index/sqlite/sqlite-errors.ts';
import { inTransaction, storedStatus } from '../../../shared/index/sqlite/stored-records.ts';
import type { Advance, BeginOptions, IndexSession, Publication, StageBatch } from '../index-writer.ts';
import { statusAfterAdvance } from '../next-status.ts';
import { ownsLease, releaseLease, renewLease, requireLease } from './sqlite-lease.ts';
import { publish } from './sqlite-publish.ts';
import { clearStaging, stageDocuments, stageVectors } from './sqlite-staging.ts';
import { SqliteView } from './sqlite-view.ts';
import { saveStatus } from './writable-file.ts';

/** A sync on an open file whose lease has been taken. */
export class SqliteSession extends SqliteView implements IndexSession {
  readonly #db: DatabaseSync;
  readonly #path: string;
  readonly #clock: Clock;
  readonly #options: BeginOptions;

  constructor(db: DatabaseSync, path: string, clock: Clock, status: IndexStatus, options: BeginOptions) {
    super(status, options, (read) => classified(path, () => read(db)));
    this.#db = db;
    this.#path = path;
    this.#clock = clock;
    this.#options = options;
  }

  async stage(batch: StageBatch): Promise<void> {
    this.#write(() => {
      stageVectors(this.#db, batch, this.#options.fingerprint, this.status.sequence);
      stageDocuments(this.#db, batch);
    });
  }

  async publish(publication: Publication): Promise<IndexStatus> {
    const { source, fingerprint } = this.#options;
    return this.#write(() => publish(this.#db, publication, { source, fingerprint, rebuild: this.rebuild }));
  }

  async advance(to: Advance): Promise<IndexStatus> {
    return this.#write(() => {
      const status = statusAfterAdvance(storedStatus(this.#db), to);
      saveStatus(this.#db, status);
      return status;
    });
  }

  async renew(): Promise<void> {
    this.#write(() => renewLease(this.#db, this.#options.owner, this.#clock()));
  }

  async abandon(): Promise<void> {
    const { owner } = this.#options;
    try {
      inTransaction(this.#db, 'IMMEDIATE', () => {
        if (!ownsLease(this.#db, owner)) return;
        clearStaging(this.#db);
        releaseLease(this.#db, owner);
      });
    } catch {
      // The lease expires by itself, and the next run cleans up.
    }
  }

  /** One transaction in which nobody can take the lease over. */
  #write<T>(work: () => T): T {
    return classified(this.#path, () =>
      inTransaction(this.#db, 'IMMEDIATE', () => {
        requireLease(this.#db, this.#options.owner);
        return work();
      }),
    );
  }
}
