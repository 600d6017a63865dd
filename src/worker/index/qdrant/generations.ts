import type { Schemas } from '@qdrant/js-client-rest';
import type { Fingerprint } from '../../../shared/domain/fingerprint.ts';
import { BM25, DENSE, INDEXED_FIELDS } from '../../../shared/index/qdrant/points.ts';
import { READ } from '../../../shared/index/qdrant/published-points.ts';
import type { QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import { isNotFound } from '../../../shared/index/qdrant/qdrant-error.ts';
import { emptyState, STATE_ID } from '../../../shared/index/qdrant/qdrant-state.ts';
import { insert, WRITE } from './qdrant-writes.ts';

/** Written into a collection as it is made: by it our collections are told from everybody else's. */
const PROGRAM = 'eino-docs-mcp';

/** A collection of ours. */
export interface Generation {
  readonly name: string;
  readonly number: number;
  /** What it is, or was to be, built with; null where it holds nothing but the state. */
  readonly fingerprint: Fingerprint | null;
}

/** The generations under an alias, oldest first. Collections of others that are named alike are left out. */
export async function listGenerations(connection: QdrantConnection, alias: string): Promise<Generation[]> {
  const names = await generationNames(connection, alias);
  const generations: Generation[] = [];
  for (const [name, number] of names) {
    const info = await describeCollection(connection, name);
    const metadata = info?.config.metadata as { program?: unknown; fingerprint?: unknown } | null | undefined;
    if (metadata?.program !== PROGRAM) continue;
    generations.push({ name, number, fingerprint: (metadata.fingerprint ?? null) as Fingerprint | null });
  }
  return generations;
}

/**
 * Makes an empty collection, not yet ready for use.
 * @param number to give it, otherwise the next free one
 */
export async function createGeneration(
  connection: QdrantConnection,
  alias: string,
  fingerprint: Fingerprint | null,
  storage: StorageOptions,
  number?: number,
): Promise<Generation> {
  const taken = (await generationNames(connection, alias)).map(([, each]) => each);
  const given = number ?? Math.max(0, ...taken) + 1;
  const generation = { name: `${alias}-g${given}`, number: given, fingerprint };
  const request: Schemas['CreateCollection'] & { collection_name: string } = {
    collection_name: generation.name,
    vectors: denseVectors(fingerprint, storage),
    sparse_vectors: { [BM25]: { modifier: 'idf', index: { on_disk: vectorsOnDisk(storage) } } },
    ...collectionSettings(storage),
    metadata: { program: PROGRAM, fingerprint },
  };
  await connection.ask((api, init) => api.createCollection(request, init), WRITE);
  return generation;
}

/** Gives a collection what every generation has, as far as it lacks it: the indexes and a state that says it is empty. */
export async function prepareGeneration(connection: QdrantConnection, name: string): Promise<void> {
  const indexes = Object.entries(INDEXED_FIELDS).map(([field, type]) => {
    const index = { collection_name: name, field_name: field, field_schema: type, wait: true };
    return connection.ask((api, init) => api.createFieldIndex(index, init), WRITE);
  });
  await Promise.all(indexes);
  await insert(connection, name, { id: STATE_ID, vector: {}, payload: { ...emptyState(name) } });
}

function denseVectors(fingerprint: Fingerprint | null, storage: StorageOptions): Schemas['VectorsConfig'] {
  if (fingerprint === null || fingerprint.model === null || fingerprint.dimensions === null) return {};
  return {
    [DENSE]: { size: fingerprint.dimensions, distance: 'Cosine', on_disk: vectorsOnDisk(storage) },
  };
}

/** Lets the alias lead to a generation from now on, for everybody at once. */
export async function switchAlias(
  connection: QdrantConnection,
  alias: string,
  generation: string,
): Promise<void> {
  const actions = [{ create_alias: { alias_name: alias, collection_name: generation } }];
  await connection.ask((api, init) => api.updateAliases({ actions }, init), WRITE);
}

/** Deletes a generation that nobody reads any more. */
export async function dropGeneration(connection: QdrantConnection, { name }: Generation): Promise<void> {
  try {
    await connection.ask((api, init) => api.deleteCollection({ collection_name: name }, init), WRITE);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

async function generationNames(connection: QdrantConnection, alias: string): Promise<[string, number][]> {
  const { collections } = await connection.ask((api, init) => api.getCollections({}, init), READ);
  return collections
    .flatMap(({ name }): [string, number][] => {
      const number = name.startsWith(`${alias}-g`) ? name.slice(alias.length + 2) : '';
      return /^[1-9]\d{0,8}$/.test(number) ? [[name, Number(number)]] : [];
    })
    .sort(([, a], [, b]) => a - b);
}

async function describeCollection(connection: QdrantConnection, name: string) {
  try {
    return await connection.ask((api, init) => api.getCollection({ collection_name: name }, init), READ);
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

/** What `QDRANT_…` settings say about how a generation is stored. It never changes what is stored. */
export interface StorageOptions {
  /** `small`: everything in memory, for up to some 50,000 chunks. `large`: vectors on disk, quantized copies in memory. */
  readonly profile: 'small' | 'large';
  readonly shards: number;
  readonly replicas: number;
}

type Settings = Pick<
  Schemas['CreateCollection'],
  | 'shard_number'
  | 'replication_factor'
  | 'write_consistency_factor'
  | 'on_disk_payload'
  | 'optimizers_config'
  | 'wal_config'
  | 'hnsw_config'
  | 'quantization_config'
>;

/** The settings of a collection for a profile. */
function collectionSettings({ profile, shards, replicas }: StorageOptions): Settings {
  return {
    shard_number: shards,
    replication_factor: replicas,
    write_consistency_factor: Math.floor(replicas / 2) + 1,
    on_disk_payload: true,
    ...(profile === 'small' ? SMALL : LARGE),
  };
}

/** One segment, one indexing thread and a short log: each costs memory by itself, whatever it holds. */
const SMALL: Settings = {
  optimizers_config: { default_segment_number: 1, max_optimization_threads: 1 },
  wal_config: { wal_capacity_mb: 8 },
  hnsw_config: { max_indexing_threads: 1 },
};

/** One byte a number in memory to search with; the vectors themselves on disk, read to rank the best again. */
const LARGE: Settings = {
  quantization_config: { scalar: { type: 'int8', quantile: 0.99, always_ram: true } },
};

/** Whether a profile keeps vectors on disk. */
function vectorsOnDisk({ profile }: StorageOptions): boolean {
  return profile === 'large';
}
