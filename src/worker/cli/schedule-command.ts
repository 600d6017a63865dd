import { Cron } from 'croner';
import { EXIT } from '../../shared/error-codes.ts';
import { describeError } from '../../shared/operational-error.ts';
import type { CommandContext, WorkerCommand } from './command.ts';
import { type Display, openDisplay } from './display.ts';
import { runSync } from './sync-command.ts';

/** Runs start up to this much later, so that workers with the same schedule do not all send requests at once. */
const JITTER_MS = 30_000;

/**
 * `schedule`: one sync at once and one at every time of SYNC_SCHEDULE (UTC), one after the other, until the process is
 * asked to stop. A failed run does not end the schedule; a time that passes during a run is left out.
 */
export const scheduleCommand: WorkerCommand = async (context) => {
  const { config, clock, random, signal, stderr } = context;
  const display = openDisplay(stderr, config.logLevel, clock);
  for (const warning of config.warnings) display.logger.warn(warning);
  while (!signal.aborted) {
    await runOnce(context, display);
    const schedule = new Cron(config.freshness.schedule, { paused: true, timezone: 'UTC' });
    const next = schedule.nextRun(new Date(clock()));
    if (next === null || signal.aborted) break;
    display.logger.info({ next }, `waiting for the next run at ${next.toISOString()}`);
    await waitUntil(next.getTime() + random() * JITTER_MS, context);
  }
  return EXIT.ok;
};

async function runOnce(context: CommandContext, display: Display): Promise<void> {
  try {
    display.show(await runSync(context, display, {}));
  } catch (error) {
    display.logger.error(describeError(error));
  }
}

const LONGEST_TIMER_MS = 60 * 60_000;

/**
 * Waits in several short timers, because Node's timers overflow after 24 days and the system clock may be adjusted.
 * Returns early when the process is asked to stop.
 */
async function waitUntil(time: number, { clock, delay, signal }: CommandContext): Promise<void> {
  while (clock() < time && !signal.aborted) {
    await delay(Math.min(time - clock(), LONGEST_TIMER_MS), signal).catch(() => {});
  }
}
