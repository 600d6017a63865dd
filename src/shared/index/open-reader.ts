import type { z } from 'zod';
import type { indexVariables } from '../config/program-variables.ts';
import type { Clock, Delay } from '../time/clock.ts';
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
  return new QdrantReader({
    url: config.QDRANT_URL,
    apiKey: config.QDRANT_API_KEY,
    alias: config.QDRANT_COLLECTION,
    ...deps,
  });
}
