import type { Schemas } from '@qdrant/js-client-rest';
import { z } from 'zod';
import type { Filter } from './points.ts';
import type { QdrantConnection } from './qdrant-connection.ts';

export interface ScrollRequest {
  readonly filter: Filter;
  /** Points per response. */
  readonly limit: number;
  /** Names of payload fields. */
  readonly payload: string[];
  /** Names of vectors. */
  readonly vectors?: string[];
  /** The longest response, in bytes; absent: the usual limit. */
  readonly maxBytes?: number | undefined;
}

const PAGE_SHAPE = z.looseObject({
  points: z.array(z.looseObject({ id: z.union([z.string(), z.number()]) })),
  next_page_offset: z.union([z.string(), z.number(), z.record(z.string(), z.unknown())]).nullish(),
});

/** Yields all points that match a filter, page by page, in the order of their ids. */
export async function* scrollPoints(
  connection: QdrantConnection,
  collection: string,
  { filter, limit, payload, vectors = [], maxBytes }: ScrollRequest,
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
    const page = await connection.read((api, init) => api.scrollPoints({ ...request, ...from }, init), {
      signal,
      maxBytes,
    });
    connection.requireShape(PAGE_SHAPE, page);
    yield* page.points;
    const next = page.next_page_offset;
    offset = typeof next === 'string' || typeof next === 'number' ? next : undefined;
  } while (offset !== undefined);
}
