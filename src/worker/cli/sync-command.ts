import { EXIT } from '../../shared/exit-codes.ts';
import type { Command } from './command.ts';
import { exitCodeOf } from './exit-code.ts';
import { openDisplay } from './open-display.ts';
import { print } from './print.ts';
import { runSync } from './run-sync.ts';

/** `sync`: one run. */
export const syncCommand: Command = async (context) => {
  const { flags, config, stderr, stdout, clock } = context;
  const display = openDisplay(stderr, config.LOG_LEVEL, clock);
  const report = await runSync(context, display, {
    rebuild: flags.has('--rebuild'),
    dryRun: flags.has('--dry-run'),
    allowMassDelete: flags.has('--allow-mass-delete'),
  });
  display.show(report);
  if (flags.has('--json')) await print(stdout, [`${JSON.stringify(report)}\n`]);
  return report.error === undefined ? EXIT.ok : exitCodeOf(report.error.code);
};
