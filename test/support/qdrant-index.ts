import type { Clock } from '../../src/shared/clock.ts';
import type { QdrantOptions } from '../../src/shared/index/qdrant/qdrant-connection.ts';
import { QdrantReader } from '../../src/shared/index/qdrant/qdrant-reader.ts';
import type { StorageOptions } from '../../src/worker/index/qdrant/generations.ts';
import { QdrantWriter } from '../../src/worker/index/qdrant/qdrant-writer.ts';

/** Where an index in Qdrant is, for a test. */
export interface QdrantPlace {
  readonly url: string;
  readonly key: string | undefined;
  readonly alias: string;
  readonly timeLimitMs?: number;
}

/** Retries wait for nothing. */
const delay = async (_ms: number, signal?: AbortSignal): Promise<void> => signal?.throwIfAborted();

export function openQdrantReader(place: QdrantPlace): QdrantReader {
  return new QdrantReader(optionsOf(place, Date.now));
}

export function openQdrantWriter(
  place: QdrantPlace,
  clock: Clock = Date.now,
  storage: StorageOptions = { profile: 'small', shards: 1, replicas: 1 },
): QdrantWriter {
  return new QdrantWriter({ ...optionsOf(place, clock), storage });
}

function optionsOf({ url, key, alias, timeLimitMs }: QdrantPlace, clock: Clock): QdrantOptions {
  const limit = timeLimitMs === undefined ? {} : { timeLimitMs };
  return { url, apiKey: key, alias, clock, delay, ...limit };
}
