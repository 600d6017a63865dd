import type { Schemas } from '@qdrant/js-client-rest';
import type { Filter } from '../../../shared/index/qdrant/points.ts';
import type { AskOptions, QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import { OperationalError } from '../../../shared/operational-error.ts';

export type Operation = Schemas['UpdateOperation'];

/** How a write is asked: with time for what it may set off. Every write may be sent again. */
export const WRITE: AskOptions = { timeoutMs: 60_000, access: 'write' };

/** Applied before it is answered, and through one leader, so that writes to a point have one order in a cluster. */
const APPLIED = { wait: true, ordering: 'strong' } as const;

/** Adds points, replacing those of the same id. */
export async function upsert(
  connection: QdrantConnection,
  collection: string,
  points: Schemas['PointStruct'][],
): Promise<void> {
  const request = { collection_name: collection, points, ...APPLIED };
  requireCompleted(await connection.ask((api, init) => api.upsertPoints(request, init), WRITE));
}

/** Adds a point unless one of its id is there. */
export async function insert(
  connection: QdrantConnection,
  collection: string,
  point: Schemas['PointStruct'],
): Promise<void> {
  const request = { collection_name: collection, points: [point], update_filter: NOTHING, ...APPLIED };
  requireCompleted(await connection.ask((api, init) => api.upsertPoints(request, init), WRITE));
}

/** What no point matches. */
const NOTHING: Filter = { must: [{ has_id: [] }] };

/**
 * Sets fields of the payload of whatever points a filter lets through, each point at once and whole. Never by a list of
 * ids: a point that such a list names twice loses the rest of its payload and its vectors (seen with Qdrant 1.18.3).
 */
export async function setPayload(
  connection: QdrantConnection,
  collection: string,
  payload: object,
  filter: Filter,
): Promise<void> {
  const request = { collection_name: collection, payload: { ...payload }, filter, ...APPLIED };
  requireCompleted(await connection.ask((api, init) => api.setPayload(request, init), WRITE));
}

/** Applies operations one after the other, in one request. */
export async function applyAll(
  connection: QdrantConnection,
  collection: string,
  operations: Operation[],
): Promise<void> {
  if (operations.length === 0) return;
  const request = { collection_name: collection, operations, ...APPLIED };
  const results = await connection.ask((api, init) => api.batchUpdate(request, init), WRITE);
  for (const result of results) requireCompleted(result);
}

/** How many points a filter lets through, exactly. */
export async function count(
  connection: QdrantConnection,
  collection: string,
  filter: Filter,
): Promise<number> {
  const request = { collection_name: collection, filter, exact: true };
  const result = await connection.ask((api, init) => api.countPoints(request, init), {
    ...WRITE,
    access: 'read',
  });
  return result.count;
}

/** An answer that is not `completed` says that the write is still waiting: nothing may build on it. */
function requireCompleted({ status }: Schemas['UpdateResult']): void {
  if (status === 'completed') return;
  throw new OperationalError(
    'QDRANT_TIMEOUT',
    `Qdrant took a write but did not finish it in time (${status}).`,
    'Look at its load, memory and log, then run again.',
  );
}
