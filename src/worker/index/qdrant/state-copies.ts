import { z } from 'zod';
import type { QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import {
  readState,
  STATE_ID,
  type State,
  stateFromPoint,
} from '../../../shared/index/qdrant/qdrant-state.ts';
import { hasCode } from '../../../shared/operational-error.ts';

/**
 * Reads the state as more than half of its copies have it. In a cluster, one copy may have missed a write; two groups of
 * more than half always share a copy, so what one run reads in this way no other run can read differently.
 * @param fields to read; absent: all. Copies count as equal if they are in these.
 * @returns null if there is no such collection or no state; `differ` if the copies that were read differ, for a moment
 * during a write, or longer after nodes were lost during one
 */
export async function readAgreedState(
  connection: QdrantConnection,
  collection: string,
  fields?: string[],
): Promise<State | 'differ' | null> {
  const request = {
    collection_name: collection,
    ids: [STATE_ID],
    with_payload: fields ?? true,
    consistency: 'quorum' as const,
  };
  try {
    const points = await connection.read((api, init) => api.getPoints(request, init));
    connection.requireShape(POINTS_SHAPE, points);
    const [point] = points;
    // Qdrant leaves out a point that is not the same in the copies.
    if (point === undefined) {
      return (await readState(connection, collection, ['kind', 'layout'])) === null ? null : 'differ';
    }
    return stateFromPoint(connection, point, collection);
  } catch (error) {
    if (hasCode(error, 'QDRANT_NOT_FOUND')) return null;
    throw error;
  }
}

const POINTS_SHAPE = z.array(z.looseObject({ payload: z.record(z.string(), z.unknown()).nullish() }));

/** Reads the state at every address that answers: where each is a node with a copy, all copies. */
export async function readStateCopies(connection: QdrantConnection, collection: string): Promise<State[]> {
  const request = { collection_name: collection, ids: [STATE_ID], with_payload: true };
  const answers = await connection.readEach((api, init) => api.getPoints(request, init));
  return answers.flatMap((points) => {
    connection.requireShape(POINTS_SHAPE, points);
    const [point] = points;
    return point === undefined ? [] : [stateFromPoint(connection, point, collection)];
  });
}
