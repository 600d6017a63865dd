import type { Schemas } from '@qdrant/js-client-rest';
import { z } from 'zod';
import type { Filter } from '../../../shared/index/qdrant/points.ts';
import type { QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import { OperationalError } from '../../../shared/operational-error.ts';

export type Operation = Schemas['UpdateOperation'];

/**
 * Qdrant responds after applying the write. In a cluster, one of the copies that are alive leads the others, so all apply
 * writes in its order; when it is lost, another one leads. (With `strong`, the leader is the same copy for ever, and
 * nothing can be written while it is down: docs/decisions/23-one-lost-node.md.)
 */
const APPLIED = { wait: true, ordering: 'medium' } as const;

/**
 * Adds points, replacing those with the same ids.
 * @param replaces which points may be replaced; absent: all
 */
export async function upsert(
  connection: QdrantConnection,
  collection: string,
  points: Schemas['PointStruct'][],
  replaces?: Filter,
): Promise<void> {
  const condition = replaces === undefined ? {} : { update_filter: replaces };
  const request = { collection_name: collection, points, ...condition, ...APPLIED };
  requireCompleted(await connection.write((api, init) => api.upsertPoints(request, init)));
}

/** Adds a point unless there is one with the same id. */
export async function insertIfMissing(
  connection: QdrantConnection,
  collection: string,
  point: Schemas['PointStruct'],
): Promise<void> {
  await upsert(connection, collection, [point], MATCHES_NOTHING);
}

const MATCHES_NOTHING: Filter = { must: [{ has_id: [] }] };

/**
 * Sets payload fields of all points that match a filter, atomically for each point. Never takes a list of ids instead:
 * a point that such a list names twice loses the rest of its payload and its vectors (seen with Qdrant 1.18.3).
 */
export async function setPayload(
  connection: QdrantConnection,
  collection: string,
  payload: object,
  filter: Filter,
): Promise<void> {
  const request = { collection_name: collection, payload: { ...payload }, filter, ...APPLIED };
  requireCompleted(await connection.write((api, init) => api.setPayload(request, init)));
}

/** Applies operations in order, in one request. */
export async function applyAll(
  connection: QdrantConnection,
  collection: string,
  operations: Operation[],
): Promise<void> {
  if (operations.length === 0) return;
  const request = { collection_name: collection, operations, ...APPLIED };
  const results = await connection.write((api, init) => api.batchUpdate(request, init));
  connection.requireShape(z.array(z.looseObject({})), results);
  for (const result of results) requireCompleted(result);
}

/** An exact count may wait for the writes before it. */
const COUNT_TIMEOUT_MS = 60_000;

/** Returns the exact number of points that match a filter. */
export async function countPoints(
  connection: QdrantConnection,
  collection: string,
  filter: Filter,
): Promise<number> {
  const request = { collection_name: collection, filter, exact: true };
  const options = { timeoutMs: COUNT_TIMEOUT_MS };
  const result = await connection.read((api, init) => api.countPoints(request, init), options);
  connection.requireShape(z.looseObject({ count: z.number().int().nonnegative() }), result);
  return result.count;
}

/** Any other status than `completed` means that the write is still pending: nothing may rely on it. */
function requireCompleted({ status }: Schemas['UpdateResult']): void {
  if (status === 'completed') return;
  throw new OperationalError(
    'QDRANT_TIMEOUT',
    `Qdrant accepted a write but did not finish it in time (${status}).`,
    'Look at its load, memory and log, then run again.',
  );
}
