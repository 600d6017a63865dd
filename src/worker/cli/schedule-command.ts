import { isoTime } from '../../shared/clock.ts';
import { EXIT } from '../../shared/error-codes.ts';
import { describeError } from '../../shared/operational-error.ts';
import { nextRunTime, waitUntil } from '../../shared/schedule.ts';
import type { CommandContext, WorkerCommand } from './command.ts';
import { type Display, openDisplay } from './display.ts';
import { runSync } from './sync-command.ts';

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
    const time = nextRunTime(config.freshness.schedule, clock(), random());
    if (time === null || signal.aborted) break;
    const next = isoTime(time);
    display.logger.info({ next }, `waiting for the next run at ${next}`);
    await waitUntil(time, context);
  }
  return EXIT.ok;
};

async function runOnce(context: CommandContext, display: Display): Promise<void> {
  try {
    display.show(await runSync(context, display, { repeats: true }));
  } catch (error) {
    display.logger.error(describeError(error));
  }
}
