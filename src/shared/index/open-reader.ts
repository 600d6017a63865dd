import type { Clock, Delay } from '../clock.ts';
import type { IndexConfig } from '../config/settings.ts';
import type { IndexReader } from './index-reader.ts';

export interface ReaderDeps {
  readonly clock: Clock;
  readonly delay: Delay;
}

/**
 * Opens the read side of the configured index, loading only that adapter's SDK. Sends nothing yet: an index that is
 * missing or unreachable is reported by the first read.
 */
export async function openReader(config: IndexConfig, deps: ReaderDeps): Promise<IndexReader> {
  if (config.kind === 'sqlite') {
    const { SqliteReader } = await import('./sqlite/sqlite-reader.ts');
    const { ThreadRanking } = await import('./sqlite/thread-ranking.ts');
    return new SqliteReader(config.path, { ...deps, thread: new ThreadRanking(config.path) });
  }
  const { QdrantReader } = await import('./qdrant/qdrant-reader.ts');
  return new QdrantReader({ ...config, ...deps });
}

/**
 * Whether the configured access to the index could write, which no reader needs. Checks without changing any data.
 * Always false for SQLite, whose file readers open read-only. Rejects with an OperationalError when Qdrant cannot tell.
 */
export async function hasWriteAccess(
  config: IndexConfig,
  deps: ReaderDeps,
  signal?: AbortSignal,
): Promise<boolean> {
  if (config.kind === 'sqlite') return false;
  const { keyCanWrite } = await import('./qdrant/qdrant-connection.ts');
  return keyCanWrite({ ...config, ...deps }, signal);
}
