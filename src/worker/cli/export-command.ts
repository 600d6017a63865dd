import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EXIT } from '../../shared/exit-codes.ts';
import { silentLogger } from '../../shared/logging/logger.ts';
import type { Command } from './command.ts';
import { exportLines } from './export-lines.ts';

/** `export`: every published document, each followed by its chunks, as JSON lines. Equal indexes give equal bytes. */
export const exportCommand: Command = async ({ adapters, config, clock, delay, stdout, signal }) => {
  const reader = await adapters.openReader(config, { clock, delay, logger: silentLogger });
  try {
    await pipeline(Readable.from(exportLines(reader.scan(signal))), stdout, { end: false, signal });
  } catch (error) {
    if (!isClosedPipe(error)) throw error;
  } finally {
    await reader.close();
  }
  return EXIT.ok;
};

/** Whoever reads the lines has seen enough (`| head`). */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
