import { Cron } from 'croner';
import type { IndexStatus } from './domain/index-status.ts';
import { partyOf } from './error-codes.ts';

type FreshnessState = 'fresh' | 'stale' | 'empty';

export type StaleReason =
  /** Nothing was ever published. */
  | 'never_synced'
  /** No run has been recorded within the allowed age. */
  | 'worker_not_running'
  /** Runs fail with an error that is not the source's. */
  | 'worker_failing'
  /** Runs fail because the source cannot be read. */
  | 'source_unreachable'
  /** The source has newer commits that touch the docs. */
  | 'docs_moved_on';

/** The age of the data as a reader can tell it. */
export interface Freshness {
  readonly state: FreshnessState;
  readonly reason?: StaleReason;
  /** The last run's error code, where the reason is a failing run. */
  readonly errorCode?: string;
  /** Seconds since the source last confirmed its head, or null if it never did. */
  readonly ageSeconds: number | null;
}

/**
 * @param now milliseconds since the epoch
 * @param maxAgeSeconds how old `checkedAt` may be before the data counts as stale
 */
export function assessFreshness(status: IndexStatus, now: number, maxAgeSeconds: number): Freshness {
  const ageSeconds = status.checkedAt === null ? null : secondsSince(status.checkedAt, now);
  const failed = status.lastRun?.outcome === 'failed' ? status.lastRun : null;
  const errorCode = failed?.error?.code;

  if (status.sequence === 0) {
    return errorCode === undefined
      ? { state: 'empty', reason: 'never_synced', ageSeconds }
      : { state: 'empty', reason: failureReason(errorCode), errorCode, ageSeconds };
  }
  const overdue = ageSeconds === null || ageSeconds > maxAgeSeconds;
  if (!overdue && status.docsBehind === 0) return { state: 'fresh', ageSeconds };

  if (failed !== null && secondsSince(failed.finishedAt, now) <= maxAgeSeconds) {
    const code = errorCode ?? 'INTERNAL';
    return { state: 'stale', reason: failureReason(code), errorCode: code, ageSeconds };
  }
  return { state: 'stale', reason: overdue ? 'worker_not_running' : 'docs_moved_on', ageSeconds };
}

function failureReason(code: string): StaleReason {
  return partyOf(code) === 'source' ? 'source_unreachable' : 'worker_failing';
}

/** Clocks of two machines may differ: a time in the future counts as now. */
function secondsSince(isoTime: string, now: number): number {
  return Math.max(0, Math.round((now - Date.parse(isoTime)) / 1000));
}

/** Allows for machines that start late and for the duration of a run. */
const GRACE_SECONDS = 15 * 60;

/**
 * The age, in seconds, up to which data counts as fresh: two intervals of the schedule plus 15 minutes.
 * For an irregular schedule, the longest gap among the next ten runs counts.
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
