import { EXIT } from '../../shared/exit-codes.ts';
import { silentLogger } from '../../shared/logging/logger.ts';
import type { Command } from './command.ts';
import { exportLines } from './export-lines.ts';
import { print } from './print.ts';

/** `export`: every published document, each followed by its chunks, as JSON lines. Equal indexes give equal bytes. */
export const exportCommand: Command = async ({ adapters, config, clock, delay, stdout, signal }) => {
  const reader = await adapters.openReader(config, { clock, delay, logger: silentLogger });
  try {
    await print(stdout, exportLines(reader.scan(signal)), signal);
  } finally {
    await reader.close();
  }
  return EXIT.ok;
};
