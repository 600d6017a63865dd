import type { DatabaseSync } from 'node:sqlite';
import { type Clock, isoTime } from '../../../shared/clock.ts';
import { numberColumn, textColumn } from '../../../shared/index/sqlite/stored-records.ts';
import { LEASE_MS, type LeaseHeld, leaseLost } from '../index-writer.ts';

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
