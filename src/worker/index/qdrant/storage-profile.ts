import type { Schemas } from '@qdrant/js-client-rest';

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
export function collectionSettings({ profile, shards, replicas }: StorageOptions): Settings {
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
export function vectorsOnDisk({ profile }: StorageOptions): boolean {
  return profile === 'large';
}
