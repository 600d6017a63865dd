import type { Clock, Delay } from '../../src/shared/clock.ts';
import type { QdrantOptions } from '../../src/shared/index/qdrant/qdrant-connection.ts';
import { QdrantReader } from '../../src/shared/index/qdrant/qdrant-reader.ts';
import type { StorageOptions } from '../../src/worker/index/qdrant/generations.ts';
import { QdrantWriter } from '../../src/worker/index/qdrant/qdrant-writer.ts';

/** Where an index is stored in Qdrant. */
export interface QdrantLocation {
  /** One address, or several separated by commas. */
  readonly url: string;
  readonly key: string | undefined;
  readonly alias: string;
  readonly timeLimitMs?: number;
  /** How retries wait; absent: not at all. */
  readonly delay?: Delay;
}

const withoutWaiting = async (_ms: number, signal?: AbortSignal): Promise<void> => signal?.throwIfAborted();

export function openQdrantReader(location: QdrantLocation): QdrantReader {
  return new QdrantReader(optionsOf(location, Date.now));
}

export function openQdrantWriter(
  location: QdrantLocation,
  clock: Clock = Date.now,
  storage: StorageOptions = { profile: 'small', shards: 1, replicas: 1 },
): QdrantWriter {
  return new QdrantWriter({ ...optionsOf(location, clock), storage });
}

function optionsOf(
  { url, key, alias, timeLimitMs, delay = withoutWaiting }: QdrantLocation,
  clock: Clock,
): QdrantOptions {
  const limit = timeLimitMs === undefined ? {} : { timeLimitMs };
  return { urls: url.split(','), apiKey: key, alias, clock, delay, ...limit };
}
