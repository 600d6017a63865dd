import type { DatabaseSync } from 'node:sqlite';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';

/** Replaces the status kept with the index. */
export function saveStatus(db: DatabaseSync, status: IndexStatus): void {
  db.prepare('INSERT OR REPLACE INTO state VALUES (1, ?)').run(JSON.stringify(status));
}
