import type { z } from 'zod';
import type { Clock, Delay } from '../clock.ts';
import type { indexVariables } from '../config/variables.ts';
import type { IndexReader } from './index-reader.ts';

export type IndexConfig = z.output<typeof indexVariables>;

/**
 * The read side of the index a configuration names, with only its own SDK loaded. Touches nothing yet: a store that
 * is down, or not there, shows at the first question.
 */
export async function openReader(
  config: IndexConfig,
  deps: { readonly clock: Clock; readonly delay: Delay },
): Promise<IndexReader> {
  if (config.QDRANT_URL === undefined) {
    const { SqliteReader } = await import('./sqlite/sqlite-reader.ts');
    return new SqliteReader(config.INDEX_PATH);
  }
  const { QdrantReader } = await import('./qdrant/qdrant-reader.ts');
  return new QdrantReader({ ...qdrantOptions(config, config.QDRANT_URL), ...deps });
}

/**
 * Whether the reader's key could write, which no reader needs; found out without any risk to the data. A SQLite file is
 * opened so that nothing can be written. Rejects with an OperationalError when the index cannot be asked.
 */
export async function couldWrite(
  config: IndexConfig,
  deps: { readonly clock: Clock; readonly delay: Delay },
  signal?: AbortSignal,
): Promise<boolean> {
  if (config.QDRANT_URL === undefined) return false;
  const qdrant = await import('./qdrant/could-write.ts');
  return qdrant.couldWrite({ ...qdrantOptions(config, config.QDRANT_URL), ...deps }, signal);
}

function qdrantOptions({ QDRANT_API_KEY, QDRANT_COLLECTION }: IndexConfig, url: string) {
  return { url, apiKey: QDRANT_API_KEY, alias: QDRANT_COLLECTION };
}
