import type { Clock, Delay } from '../../shared/clock.ts';
import type { IndexConfig } from '../../shared/config/settings.ts';
import type { IndexWriter } from './index-writer.ts';
import type { StorageOptions } from './qdrant/generations.ts';

/** The write side of the index a configuration names, with only its own SDK loaded. Touches nothing yet. */
export async function openWriter(
  config: { readonly index: IndexConfig; readonly storage: StorageOptions },
  deps: { readonly clock: Clock; readonly delay: Delay },
): Promise<IndexWriter> {
  const { index, storage } = config;
  if (index.kind === 'sqlite') {
    const { SqliteWriter } = await import('./sqlite/sqlite-writer.ts');
    return new SqliteWriter(index.path, deps);
  }
  const { QdrantWriter } = await import('./qdrant/qdrant-writer.ts');
  return new QdrantWriter({ ...index, storage, ...deps });
}
