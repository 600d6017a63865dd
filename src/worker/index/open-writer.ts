import type { Clock, Delay } from '../../shared/clock.ts';
import type { IndexConfig } from '../../shared/config/settings.ts';
import { ownerIsGone, ownerOfThisMachineIsGone } from '../run-owner.ts';
import type { IndexWriter } from './index-writer.ts';
import type { StorageOptions } from './qdrant/generations.ts';

/** Opens the write side of the configured index, loading only that adapter's SDK. Sends and creates nothing yet. */
export async function openWriter(
  config: { readonly index: IndexConfig; readonly storage: StorageOptions },
  deps: { readonly clock: Clock; readonly delay: Delay },
): Promise<IndexWriter> {
  const { index, storage } = config;
  if (index.kind === 'sqlite') {
    const { SqliteWriter } = await import('./sqlite/sqlite-writer.ts');
    return new SqliteWriter(index.path, { ...deps, ownerIsGone });
  }
  const { QdrantWriter } = await import('./qdrant/qdrant-writer.ts');
  return new QdrantWriter({ ...index, storage, ...deps, ownerIsGone: ownerOfThisMachineIsGone });
}
