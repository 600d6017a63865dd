import type { z } from 'zod';
import type { Clock, Delay } from '../../shared/clock.ts';
import type { qdrantStorageVariables } from '../../shared/config/variables.ts';
import type { IndexConfig } from '../../shared/index/open-reader.ts';
import type { IndexWriter } from './index-writer.ts';

/** The write side of the index a configuration names, with only its own SDK loaded. Touches nothing yet. */
export async function openWriter(
  config: IndexConfig & z.output<typeof qdrantStorageVariables>,
  deps: { readonly clock: Clock; readonly delay: Delay },
): Promise<IndexWriter> {
  if (config.QDRANT_URL === undefined) {
    const { SqliteWriter } = await import('./sqlite/sqlite-writer.ts');
    return new SqliteWriter(config.INDEX_PATH, deps);
  }
  const { QdrantWriter } = await import('./qdrant/qdrant-writer.ts');
  return new QdrantWriter({
    url: config.QDRANT_URL,
    apiKey: config.QDRANT_API_KEY,
    alias: config.QDRANT_COLLECTION,
    storage: {
      profile: config.QDRANT_PROFILE,
      shards: config.QDRANT_SHARDS,
      replicas: config.QDRANT_REPLICAS,
    },
    ...deps,
  });
}
