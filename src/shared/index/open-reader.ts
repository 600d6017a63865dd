import type { Clock, Delay } from '../clock.ts';
import type { IndexConfig } from '../config/settings.ts';
import type { IndexReader } from './index-reader.ts';

/**
 * The read side of the index a configuration names, with only its own SDK loaded. Touches nothing yet: a store that
 * is down, or not there, shows at the first question.
 */
export async function openReader(
  config: IndexConfig,
  deps: { readonly clock: Clock; readonly delay: Delay },
): Promise<IndexReader> {
  if (config.kind === 'sqlite') {
    const { SqliteReader } = await import('./sqlite/sqlite-reader.ts');
    return new SqliteReader(config.path);
  }
  const { QdrantReader } = await import('./qdrant/qdrant-reader.ts');
  return new QdrantReader({ ...config, ...deps });
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
  if (config.kind === 'sqlite') return false;
  const qdrant = await import('./qdrant/could-write.ts');
  return qdrant.couldWrite({ ...config, ...deps }, signal);
}
