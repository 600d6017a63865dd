import type { Schemas } from '@qdrant/js-client-rest';
import type { Filter } from './points.ts';
import type { AskOptions, QdrantConnection } from './qdrant-connection.ts';

/** How a read is asked. */
export const READ: AskOptions = { timeoutMs: 10_000, access: 'read' };

export interface Page {
  readonly filter: Filter;
  /** Points a request. */
  readonly limit: number;
  /** Names of the payload's fields; none: no payload. */
  readonly payload: string[];
  /** Names of the vectors. */
  readonly vectors?: string[];
}

/** All points a filter lets through, page by page, in the order of their ids. */
export async function* scrollPoints(
  connection: QdrantConnection,
  collection: string,
  { filter, limit, payload, vectors = [] }: Page,
  signal?: AbortSignal,
): AsyncGenerator<Schemas['Record']> {
  const request = {
    collection_name: collection,
    filter,
    limit,
    with_payload: payload.length > 0 && payload,
    with_vector: vectors.length > 0 && vectors,
  };
  let offset: Schemas['ExtendedPointId'] | undefined;
  do {
    const from = offset === undefined ? {} : { offset };
    const page = await connection.ask((api, init) => api.scrollPoints({ ...request, ...from }, init), {
      ...READ,
      signal,
    });
    yield* page.points;
    const next = page.next_page_offset;
    offset = typeof next === 'string' || typeof next === 'number' ? next : undefined;
  } while (offset !== undefined);
}
