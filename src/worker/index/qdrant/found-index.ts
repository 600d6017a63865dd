import type { Fingerprint } from '../../../shared/domain/fingerprint.ts';
import type { QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import { isConflict } from '../../../shared/index/qdrant/qdrant-error.ts';
import { readState } from '../../../shared/index/qdrant/read-state.ts';
import { foreignCollection, type State } from '../../../shared/index/qdrant/state.ts';
import {
  createGeneration,
  type Generation,
  listGenerations,
  prepareGeneration,
  switchAlias,
} from './generations.ts';
import type { StorageOptions } from './storage-profile.ts';

/**
 * The state of the index, which is founded where there is none. Every step may be repeated and may be done by two runs
 * at once: both end at the same collection. An alias that was lost is restored to the newest thing published.
 * @param fingerprint what the first generation is to be built with; null when that is not known yet
 */
export async function stateOrFounded(
  connection: QdrantConnection,
  alias: string,
  fingerprint: Fingerprint | null,
  storage: StorageOptions,
): Promise<State> {
  const found = await readState(connection, alias);
  if (found !== null) return found;
  const first =
    (await newest(connection, alias)) ?? (await createFirst(connection, alias, fingerprint, storage));
  await prepareGeneration(connection, first.name);
  const meanwhile = await readState(connection, alias);
  if (meanwhile !== null) return meanwhile;
  await switchAlias(connection, alias, first.name);
  const founded = await readState(connection, alias);
  if (founded === null) throw new Error(`the alias ${alias} was removed as it was made`);
  return founded;
}

async function newest(connection: QdrantConnection, alias: string): Promise<Generation | null> {
  let best: { readonly generation: Generation; readonly sequence: number } | null = null;
  for (const generation of await listGenerations(connection, alias)) {
    const sequence = (await sequenceOf(connection, generation)) ?? 0;
    if (best === null || sequence > best.sequence) best = { generation, sequence };
  }
  return best?.generation ?? null;
}

async function sequenceOf(connection: QdrantConnection, { name }: Generation): Promise<number | undefined> {
  return (await readState(connection, name, ['kind', 'layout', 'sequence']))?.sequence;
}

async function createFirst(
  connection: QdrantConnection,
  alias: string,
  fingerprint: Fingerprint | null,
  storage: StorageOptions,
): Promise<Generation> {
  try {
    return await createGeneration(connection, alias, fingerprint, storage, 1);
  } catch (error) {
    if (!isConflict(error)) throw error;
    const [first] = await listGenerations(connection, alias);
    if (first === undefined) throw foreignCollection(`${alias}-g1`);
    return first;
  }
}
