import type { IndexConfig } from '../../shared/index/open-reader.ts';
import type { Clock, Delay } from '../../shared/time/clock.ts';
import type { IndexWriter } from './index-writer.ts';
import { QdrantWriter } from './qdrant/qdrant-writer.ts';
import { SqliteWriter } from './sqlite/sqlite-writer.ts';

/** The write side of the index a configuration names. Touches nothing yet. */
export function openWriter(
  config: IndexConfig,
  deps: { readonly clock: Clock; readonly delay: Delay },
): IndexWriter {
  return config.QDRANT_URL === undefined
    ? new SqliteWriter(config.INDEX_PATH, deps)
    : new QdrantWriter({
        url: config.QDRANT_URL,
        apiKey: config.QDRANT_API_KEY,
        alias: config.QDRANT_COLLECTION,
        ...deps,
      });
}
