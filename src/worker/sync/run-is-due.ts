import { Cron } from 'croner';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { SyncRequest } from './sync-run.ts';

/**
 * Whether a scheduled run has something to find out: a source of the index has not confirmed its head since the last
 * time of the schedule. Programs that share an index and a schedule so make one run for each of its times.
 * @param dueBy a cron expression in UTC; undefined: every run is due
 * @param now milliseconds since the epoch
 */
export function runIsDue({ sources }: IndexStatus, dueBy: SyncRequest['dueBy'], now: number): boolean {
  if (dueBy === undefined) return true;
  const schedule = new Cron(dueBy, { paused: true, timezone: 'UTC' });
  return sources.some(({ checkedAt }) => {
    const next = checkedAt === null ? null : schedule.nextRun(new Date(checkedAt));
    return next === null || next.getTime() <= now;
  });
}
