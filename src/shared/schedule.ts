import { Cron } from 'croner';
import type { Clock, Delay } from './clock.ts';

/** Runs start up to this much later, so that workers with the same schedule do not all send requests at once. */
const JITTER_MS = 30_000;

/**
 * The time of the next run of a schedule, in milliseconds since the epoch; null if there is none.
 * @param cron in UTC
 * @param random from 0 to 1: how much of the jitter is added
 */
export function nextRunTime(cron: string, now: number, random: number): number | null {
  const next = new Cron(cron, { paused: true, timezone: 'UTC' }).nextRun(new Date(now));
  return next === null ? null : next.getTime() + Math.round(random * JITTER_MS);
}

const LONGEST_TIMER_MS = 60 * 60_000;

/**
 * Waits until a time, in several short timers, because Node's timers overflow after 24 days and the system clock may be
 * adjusted. Returns early when the signal aborts.
 * @param time milliseconds since the epoch
 */
export async function waitUntil(
  time: number,
  { clock, delay, signal }: { readonly clock: Clock; readonly delay: Delay; readonly signal: AbortSignal },
): Promise<void> {
  while (clock() < time && !signal.aborted) {
    await delay(Math.min(time - clock(), LONGEST_TIMER_MS), signal).catch(() => {});
  }
}
