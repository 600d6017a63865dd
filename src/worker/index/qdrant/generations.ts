import { isDeepStrictEqual } from 'node:util';
import type { Schemas } from '@qdrant/js-client-rest';
import { z } from 'zod';
import type { Fingerprint } from '../../../shared/domain/index-status.ts';
import {
  generationMetadata,
  POINTS_LAYOUT,
  readGenerationMetadata,
} from '../../../shared/index/qdrant/generation-metadata.ts';
import {
  BM25_VECTOR,
  DENSE_VECTOR,
  INDEXED_FIELDS,
  SPELLING_VECTOR,
} from '../../../shared/index/qdrant/points.ts';
import type { QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import { emptyState, STATE_ID } from '../../../shared/index/qdrant/qdrant-state.ts';
import { hasCode } from '../../../shared/operational-error.ts';
import { insertIfMissing } from './qdrant-writes.ts';

/** An index in Qdrant: the generations under one alias, and how new ones are to be stored. */
export interface QdrantIndex {
  readonly connection: QdrantConnection;
  readonly alias: string;
  readonly storage: StorageOptions;
}

/** How a generation is stored (settings `QDRANT_…`). Has no influence on what is stored. */
export interface StorageOptions {
  /** `small`: everything in memory, for up to some 50,000 chunks. `large`: vectors on disk, quantized copies in memory. */
  readonly profile: 'small' | 'large';
  readonly shards: number;
  readonly replicas: number;
}

/** One of our collections. */
export interface Generation {
  readonly name: string;
  readonly number: number;
  /** What it is built with; null if it contains only the state. */
  readonly fingerprint: Fingerprint | null;
  /** Of its points. */
  readonly layout: number;
}

/** Returns the generations of an index, oldest first, without similarly named collections of other programs. */
export async function listGenerations({ connection, alias }: QdrantIndex): Promise<Generation[]> {
  const generations: Generation[] = [];
  for (const [name, number] of await generationNames(connection, alias)) {
    const metadata = await readGenerationMetadata(connection, name);
    if (metadata !== null) {
      const { fingerprint, layout } = metadata;
      generations.push({ name, number, fingerprint, layout });
    }
  }
  return generations;
}

/**
 * Creates an empty collection, to be made ready with `prepareGeneration`.
 * @param number of the generation; absent: the next free one
 */
export async function createGeneration(
  { connection, alias, storage }: QdrantIndex,
  fingerprint: Fingerprint | null,
  number?: number,
): Promise<Generation> {
  const taken = (await generationNames(connection, alias)).map(([, each]) => each);
  const assigned = number ?? Math.max(0, ...taken) + 1;
  const generation = { name: `${alias}-g${assigned}`, number: assigned, fingerprint, layout: POINTS_LAYOUT };
  const request: Schemas['CreateCollection'] & { collection_name: string } = {
    collection_name: generation.name,
    vectors: denseVectors(fingerprint, storage),
    sparse_vectors: {
      [BM25_VECTOR]: { index: { on_disk: keepsVectorsOnDisk(storage) } },
      [SPELLING_VECTOR]: { index: { on_disk: true } },
    },
    ...collectionSettings(storage),
    metadata: { ...generationMetadata(fingerprint) },
  };
  try {
    await connection.write((api, init) => api.createCollection(request, init));
  } catch (error) {
    // An earlier try may have created it although it was answered with an error. The first one may be another run's.
    if (number !== undefined || !hasCode(error, 'QDRANT_CONFLICT')) throw error;
    const metadata = await readGenerationMetadata(connection, generation.name);
    if (metadata === null || !isDeepStrictEqual(metadata.fingerprint, fingerprint)) throw error;
  }
  return generation;
}

/** Adds what every generation needs and this one lacks: payload indexes, and a state that says it is empty. */
export async function prepareGeneration(
  connection: QdrantConnection,
  { name, layout }: Generation,
): Promise<void> {
  const indexes = Object.entries(INDEXED_FIELDS).map(([field, type]) => {
    const request = { collection_name: name, field_name: field, field_schema: type, wait: true };
    return connection.write((api, init) => api.createFieldIndex(request, init));
  });
  await Promise.all(indexes);
  await insertIfMissing(connection, name, {
    id: STATE_ID,
    vector: {},
    payload: { ...emptyState(name, layout) },
  });
}

/** Points the alias to a generation, for all readers at once. */
export async function switchAlias({ connection, alias }: QdrantIndex, generation: string): Promise<void> {
  const actions = [{ create_alias: { alias_name: alias, collection_name: generation } }];
  await connection.write((api, init) => api.updateAliases({ actions }, init));
}

/** Deletes a generation, if it still exists. */
export async function dropGeneration(connection: QdrantConnection, { name }: Generation): Promise<void> {
  try {
    await connection.write((api, init) => api.deleteCollection({ collection_name: name }, init));
  } catch (error) {
    if (!hasCode(error, 'QDRANT_NOT_FOUND')) throw error;
  }
}

const LIST_SHAPE = z.looseObject({ collections: z.array(z.looseObject({ name: z.string() })) });

async function generationNames(
  connection: QdrantConnection,
  alias: string,
): Promise<[name: string, number: number][]> {
  const list = await connection.read((api, init) => api.getCollections({}, init));
  connection.requireShape(LIST_SHAPE, list);
  return list.collections
    .flatMap(({ name }): [string, number][] => {
      const number = name.startsWith(`${alias}-g`) ? name.slice(alias.length + 2) : '';
      return /^[1-9]\d{0,8}$/.test(number) ? [[name, Number(number)]] : [];
    })
    .sort(([, a], [, b]) => a - b);
}

function denseVectors(fingerprint: Fingerprint | null, storage: StorageOptions): Schemas['VectorsConfig'] {
  if (fingerprint === null || fingerprint.model === null || fingerprint.dimensions === null) return {};
  const on_disk = keepsVectorsOnDisk(storage);
  return { [DENSE_VECTOR]: { size: fingerprint.dimensions, distance: 'Cosine', on_disk } };
}

function keepsVectorsOnDisk({ profile }: StorageOptions): boolean {
  return profile === 'large';
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

function collectionSettings({ profile, shards, replicas }: StorageOptions): Settings {
  return {
    shard_number: shards,
    replication_factor: replicas,
    write_consistency_factor: Math.floor(replicas / 2) + 1,
    on_disk_payload: true,
    ...(profile === 'small' ? SMALL : LARGE),
  };
}

/** One segment, one indexing thread and a short log: each of them costs memory, however little it holds. */
const SMALL: Settings = {
  optimizers_config: { default_segment_number: 1, max_optimization_threads: 1 },
  wal_config: { wal_capacity_mb: 8 },
  hnsw_config: { max_indexing_threads: 1 },
};

/** Searches int8 copies in memory, then rescores the best by the vectors on disk. */
const LARGE: Settings = {
  quantization_config: { scalar: { type: 'int8', quantile: 0.99, always_ram: true } },
};
