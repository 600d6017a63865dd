import type { Schemas } from '@qdrant/js-client-rest';
import { EMPTY_STATUS, type IndexStatus } from '../../domain/index-status.ts';
import { OperationalError } from '../../operational-error.ts';
import { READ } from './published-points.ts';
import type { QdrantConnection } from './qdrant-connection.ts';
import { isNotFound } from './qdrant-error.ts';

/** The one point whose payload says what is published. Writing it is what publishes. */
export const STATE_ID = '00000000-0000-8000-8000-000000000000';

/** Version of the points' layout. */
const LAYOUT = 1;

/** How many published sequences back a reader may look: points that older ones alone can see get deleted. */
export const READABLE_SEQUENCES = 20;

/** Payload of the state point. Each key is written by itself, so that a run can be recorded while another publishes. */
export interface State {
  readonly kind: 'state';
  readonly layout: number;
  /** Name of the collection it lies in. */
  readonly generation: string;
  readonly sequence: number;
  /** The sequence with which this generation took the place of an older one; 0: there was none. */
  readonly switched_at: number;
  readonly published: Pick<
    IndexStatus,
    'source' | 'commit' | 'syncedAt' | 'documents' | 'chunks' | 'fingerprint' | 'skipped' | 'summaries'
  >;
  readonly check: Pick<IndexStatus, 'checkedAt' | 'docsBehind' | 'headTag'>;
  readonly run: Pick<IndexStatus, 'lastRun' | 'consecutiveFailures'>;
  /** Former path, path. */
  readonly redirects: readonly (readonly [string, string])[];
  readonly lease_owner: string;
  /** Milliseconds since the epoch; 0: nobody holds it. */
  readonly lease_until: number;
}

/** The state of a generation in which nothing has been published. */
export function emptyState(generation: string): State {
  return {
    kind: 'state',
    layout: LAYOUT,
    generation,
    ...stateFields(EMPTY_STATUS),
    switched_at: 0,
    redirects: [],
    lease_owner: '',
    lease_until: 0,
  };
}

export function statusOf({ sequence, published, check, run }: State): IndexStatus {
  // What an older version of this program did not keep is as in an empty index.
  return { ...EMPTY_STATUS, sequence, ...published, ...check, ...run };
}

/** A status as the fields of the state it is kept in. */
export function stateFields(status: IndexStatus): Pick<State, 'sequence' | 'published' | 'check' | 'run'> {
  const { source, commit, syncedAt, documents, chunks, fingerprint, skipped, summaries } = status;
  const { checkedAt, docsBehind, headTag, lastRun, consecutiveFailures } = status;
  return {
    sequence: status.sequence,
    published: { source, commit, syncedAt, documents, chunks, fingerprint, skipped, summaries },
    check: { checkedAt, docsBehind, headTag },
    run: { lastRun, consecutiveFailures },
  };
}

/**
 * The state in a point read under an alias.
 * @throws OperationalError `QDRANT_FOREIGN_COLLECTION` where there is none, `INDEX_TOO_NEW` for one we cannot read
 */
export function stateFrom(point: Pick<Schemas['Record'], 'payload'> | undefined, alias: string): State {
  const payload = point?.payload;
  if (payload?.['kind'] !== 'state') throw foreignCollection(alias);
  const state = payload as unknown as State;
  if (state.layout <= LAYOUT) return state;
  throw new OperationalError(
    'INDEX_TOO_NEW',
    `the index in ${state.generation} was written by a newer version (layout ${state.layout}, this program reads ${LAYOUT}).`,
    'Update this program, or set another QDRANT_COLLECTION.',
  );
}

/** A collection that another program made: it is neither read nor written. */
export function foreignCollection(name: string): OperationalError {
  return new OperationalError(
    'QDRANT_FOREIGN_COLLECTION',
    `the collection ${name} in Qdrant is not an index of ours, so it is not touched.`,
    'Set QDRANT_COLLECTION to another name.',
  );
}

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
