import type { QdrantConnection } from './qdrant-connection.ts';
import { isNotFound } from './qdrant-error.ts';
import { READ } from './scroll-points.ts';
import { STATE_ID, type State, stateFrom } from './state.ts';

/** The fields of the state that a reader needs with every answer. */
export const STATUS_FIELDS = ['kind', 'layout', 'generation', 'sequence', 'published', 'check', 'run'];

/**
 * The state found under an alias, or in a collection.
 * @param fields of the state to read; all of them without
 * @returns null where there is no such alias
 * @throws OperationalError `QDRANT_FOREIGN_COLLECTION`, `INDEX_TOO_NEW`, or why Qdrant cannot be asked
 */
export async function readState(
  connection: QdrantConnection,
  alias: string,
  fields?: string[],
  signal?: AbortSignal,
): Promise<State | null> {
  const request = { collection_name: alias, ids: [STATE_ID], with_payload: fields ?? true };
  try {
    const points = await connection.ask((api, init) => api.getPoints(request, init), { ...READ, signal });
    return stateFrom(points[0], alias);
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}
