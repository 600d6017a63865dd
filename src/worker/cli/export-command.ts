import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { IndexedDocument } from '../../shared/index/index-reader.ts';
import { silentLogger } from '../../shared/logging/logger.ts';
import { canonicalJson } from '../canonical-json.ts';
import { type Command, EXIT } from './command.ts';

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

/** Ids are left out: they are digests of what the lines show anyway. */
export async function* exportLines(documents: AsyncIterable<IndexedDocument>): AsyncGenerator<string> {
  for await (const { document, chunks } of documents) {
    yield `${canonicalJson({ document })}\n`;
    for (const { id: _, ...chunk } of chunks) yield `${canonicalJson({ chunk })}\n`;
  }
}

/** Whoever reads the lines has seen enough (`| head`). */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
