import type { z } from 'zod';
import type { indexVariables } from '../config/program-variables.ts';
import type { Clock, Delay } from '../time/clock.ts';
import type { IndexReader } from './index-reader.ts';
import { QdrantReader } from './qdrant/qdrant-reader.ts';
import { SqliteReader } from './sqlite/sqlite-reader.ts';

export type IndexConfig = z.output<typeof indexVariables>;

/**
 * The read side of the index a configuration names. Touches nothing yet: a store that is down, or not there, shows at
 * the first question.
 */
export function openReader(
  config: IndexConfig,
  deps: { readonly clock: Clock; readonly delay: Delay },
): IndexReader {
  return config.QDRANT_URL === undefined
    ? new SqliteReader(config.INDEX_PATH)
    : new QdrantReader({
        url: config.QDRANT_URL,
        apiKey: config.QDRANT_API_KEY,
        alias: config.QDRANT_COLLECTION,
        ...deps,
      });
}
