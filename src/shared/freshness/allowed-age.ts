import { Cron } from 'croner';

/** Scheduled machines start late, and a run takes its time. */
const GRACE_SECONDS = 15 * 60;

/**
 * The age up to which data counts as fresh: two intervals of the schedule plus a quarter of an hour, in seconds.
 * An irregular schedule counts by its longest gap among the next ten runs.
 * @param from milliseconds since the epoch
 */
export function allowedAgeSeconds(schedule: string, from: number): number {
  const runs = new Cron(schedule, { paused: true, timezone: 'UTC' }).nextRuns(11, new Date(from));
  let longest = 0;
  for (let i = 1; i < runs.length; i++) {
    longest = Math.max(longest, Number(runs[i]) - Number(runs[i - 1]));
  }
  return (2 * longest) / 1000 + GRACE_SECONDS;
}
