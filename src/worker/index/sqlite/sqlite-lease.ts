import type { DatabaseSync } from 'node:sqlite';
import { isoTime } from '../../../shared/clock.ts';
import { number, text } from '../../../shared/index/sqlite/stored-records.ts';
import { OperationalError } from '../../../shared/operational-error.ts';
import { LEASE_MS, type LeaseHeld } from '../index-writer.ts';

/** Who holds the lease at `now` (milliseconds since the epoch); null when nobody does. */
export function leaseHeld(db: DatabaseSync, now: number): LeaseHeld | null {
  const row = db.prepare('SELECT owner, until FROM lease WHERE until > ?').get(now);
  return row === undefined ? null : { heldBy: text(row, 'owner'), until: isoTime(number(row, 'until')) };
}

/** Takes the lease, or takes over an expired one. */
export function takeLease(db: DatabaseSync, owner: string, now: number): void {
  db.prepare('INSERT OR REPLACE INTO lease (id, owner, until) VALUES (1, ?, ?)').run(owner, now + LEASE_MS);
}

/** Extends the lease of `owner`, also one that expired without anybody taking it over. */
export function renewLease(db: DatabaseSync, owner: string, now: number): void {
  const renewed = db.prepare('UPDATE lease SET until = ? WHERE owner = ?').run(now + LEASE_MS, owner);
  if (renewed.changes === 0) throw leaseLost(db);
}

/** Makes sure that nobody has taken over. Within a transaction that holds the write lock, nobody can until it ends. */
export function requireLease(db: DatabaseSync, owner: string): void {
  if (!ownsLease(db, owner)) throw leaseLost(db);
}

export function ownsLease(db: DatabaseSync, owner: string): boolean {
  return db.prepare('SELECT 1 FROM lease WHERE owner = ?').get(owner) !== undefined;
}

export function releaseLease(db: DatabaseSync, owner: string): void {
  db.prepare('DELETE FROM lease WHERE owner = ?').run(owner);
}

function leaseLost(db: DatabaseSync): OperationalError {
  const row = db.prepare('SELECT owner FROM lease').get();
  return new OperationalError(
    'INDEX_LEASE_LOST',
    `another run${row === undefined ? '' : ` (${text(row, 'owner')})`} has taken over the index; nothing was published.`,
    'Nothing is lost: the next run brings the index up to date. Do not suspend a running worker.',
  );
}
