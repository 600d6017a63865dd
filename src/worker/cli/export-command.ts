import { EXIT } from '../../shared/error-codes.ts';
import type { IndexedDocument } from '../../shared/index/index-reader.ts';
import { silentLogger } from '../../shared/logger.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { WorkerCommand } from './command.ts';
import { print } from './output.ts';

/** `export`: prints every published document, each followed by its chunks. Equal indexes give equal bytes. */
export const exportCommand: WorkerCommand = async (context) => {
  const { adapters, config, clock, delay, stdout, signal } = context;
  const reader = await adapters.openReader(config.index, { clock, delay, logger: silentLogger });
  try {
    await print(stdout, exportLines(reader.scan(signal)), signal);
  } finally {
    await reader.close();
  }
  return EXIT.ok;
};

/** The export as JSON lines. Chunk ids are left out: they are digests of what the lines show. */
export async function* exportLines(documents: AsyncIterable<IndexedDocument>): AsyncGenerator<string> {
  for await (const { document, chunks } of documents) {
    yield `${canonicalJson({ document })}\n`;
    for (const { id: _, ...chunk } of chunks) yield `${canonicalJson({ chunk })}\n`;
  }
}
