import { Cron } from 'croner';
import { EXIT } from '../../shared/exit-codes.ts';
import { describeError } from '../../shared/operational-error.ts';
import type { Command, CommandContext, Display } from './command.ts';
import { openDisplay } from './display.ts';
import { runSync } from './sync-command.ts';

/** Runs start up to this much late, in milliseconds, so that many workers of one schedule do not ask at once. */
const JITTER_MS = 30_000;
const LONGEST_WAIT_MS = 60 * 60_000;

const AS_USUAL = { rebuild: false, dryRun: false, allowMassDelete: false };

/**
 * `schedule`: a sync now and then at every time of SYNC_SCHEDULE (UTC), one after the other, until the process is
 * asked to stop. A run that fails has said so and does not end it; a time that passes during a run is left out.
 */
export const scheduleCommand: Command = async (context) => {
  const { config, clock, random, signal, stderr } = context;
  const display = openDisplay(stderr, config.logLevel, clock);
  while (!signal.aborted) {
    await runOnce(context, display);
    const next = new Cron(config.freshness.schedule, { paused: true, timezone: 'UTC' }).nextRun(
      new Date(clock()),
    );
    if (next === null || signal.aborted) break;
    display.logger.info({ next }, `waiting for the next run at ${next.toISOString()}`);
    await waitUntil(next.getTime() + random() * JITTER_MS, context);
  }
  return EXIT.ok;
};

async function runOnce(context: CommandContext, display: Display): Promise<void> {
  try {
    display.show(await runSync(context, display, AS_USUAL));
  } catch (error) {
    display.logger.error(describeError(error));
  }
}

/** In stretches: timers of more than 24 days do not work, and clocks are set. Returns early when asked to stop. */
async function waitUntil(time: number, { clock, delay, signal }: CommandContext): Promise<void> {
  while (clock() < time && !signal.aborted) {
    await delay(Math.min(time - clock(), LONGEST_WAIT_MS), signal).catch(() => {});
  }
}
