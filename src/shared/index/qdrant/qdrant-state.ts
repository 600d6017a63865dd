import type { Schemas } from '@qdrant/js-client-rest';
import { z } from 'zod';
import type { HistoryPositions } from '../../domain/history.ts';
import { statusFromRecord } from '../../domain/index-records.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../domain/index-status.ts';
import {
  checkFields,
  type SourceCheck,
  type SourceIdentity,
  type SourceStatus,
  sourceId,
  withCheck,
} from '../../domain/source.ts';
import type { OutdatedMention } from '../../drift/outdated-mentions.ts';
import { hasCode, OperationalError } from '../../operational-error.ts';
import {
  FIRST_LAYOUT_WITH_WORDS,
  POINTS_LAYOUT,
  readGenerationMetadata,
  UNNAMED_LAYOUT,
} from './generation-metadata.ts';
import { STATE_SHAPE } from './payload-shapes.ts';
import type { QdrantConnection } from './qdrant-connection.ts';

/** The one point whose payload says what is published. Writing it is what publishes. */
export const STATE_ID = '00000000-0000-8000-8000-000000000000';

/**
 * Version of the layout of the state and of what it publishes. Version 1 had one source, version 2 had its chunks' BM25
 * vectors made by Qdrant.
 */
const LAYOUT = 3;

/** How many published sequences back a reader may look: points visible only to older ones are deleted. */
export const READABLE_SEQUENCES = 20;

/** Payload of the state point. Each key is written on its own, so that a run can be recorded while another publishes. */
export interface State {
  readonly kind: 'state';
  readonly layout: number;
  /** Of the generation's points (see `POINTS_LAYOUT`); absent from generations of earlier versions. */
  readonly points_layout?: number;
  /** Name of the collection the state is in. */
  readonly generation: string;
  readonly sequence: number;
  /** The sequence with which this generation replaced an older one; 0 if it replaced none. */
  readonly switched_at: number;
  readonly published: Pick<
    IndexStatus,
    'sources' | 'syncedAt' | 'documents' | 'chunks' | 'fingerprint' | 'skipped' | 'due' | 'summaries'
  >;
  /** What the sources reported last: of those in `published`, and of those that could not be read yet. */
  readonly check: { readonly sources: readonly (SourceIdentity & SourceCheck)[] };
  readonly run: Pick<IndexStatus, 'lastRun' | 'consecutiveFailures'>;
  /** Former path, current path; the newest first. */
  readonly redirects: readonly (readonly [string, string])[];
  /** Where the reading of the sources' histories goes on; absent until one is read. */
  readonly history_positions?: HistoryPositions;
  /** The names in documents that the Go files do not have, by path; absent until a publish records them. */
  readonly outdated_names?: readonly (readonly [string, readonly OutdatedMention[]])[];
  readonly lease_owner: string;
  /** Milliseconds since the epoch; 0 if nobody holds the lease. */
  readonly lease_until: number;
  /** The run that released the lease last, and so has ended; absent or empty while it is held. */
  readonly lease_released?: string;
}

/** The fields of the state that a reader needs with every answer. */
export const STATUS_FIELDS = [
  'kind',
  'layout',
  'points_layout',
  'generation',
  'sequence',
  'published',
  'check',
  'run',
];

/** Whether terms are published in a generation, and its vectors made of them. */
export function hasWords({ points_layout = UNNAMED_LAYOUT }: State): boolean {
  return points_layout >= FIRST_LAYOUT_WITH_WORDS;
}

/** Whether the points of a generation are as this version writes them, so that a sync may add to them. */
export function hasCurrentPoints({ points_layout = UNNAMED_LAYOUT }: State): boolean {
  return points_layout >= POINTS_LAYOUT;
}

/**
 * Reads the state of the generation that an alias leads to, or of a collection.
 * @param fields of the state to read; absent: all
 * @returns null if there is no such alias or collection, or if it is ours and has no state: the run that created it
 * ended before it wrote one, and the next run will
 * @throws OperationalError `QDRANT_FOREIGN_COLLECTION`, `INDEX_TOO_NEW`, or why the request failed
 */
export async function readState(
  connection: QdrantConnection,
  alias: string,
  fields?: string[],
  signal?: AbortSignal,
): Promise<State | null> {
  const request = { collection_name: alias, ids: [STATE_ID], with_payload: fields ?? true };
  try {
    const points = await connection.read((api, init) => api.getPoints(request, init), { signal });
    connection.requireShape(z.array(POINT_SHAPE), points);
    const [point] = points;
    if (point === undefined && (await readGenerationMetadata(connection, alias, signal)) !== null)
      return null;
    return stateFromPoint(connection, point, alias);
  } catch (error) {
    if (hasCode(error, 'QDRANT_NOT_FOUND')) return null;
    throw error;
  }
}

const POINT_SHAPE = z.looseObject({ payload: z.record(z.string(), z.unknown()).nullish() });

/**
 * Returns the state in a point read from an alias or collection.
 * @throws OperationalError `QDRANT_FOREIGN_COLLECTION` if it has none, `INDEX_TOO_NEW` if its layout is newer
 */
export function stateFromPoint(
  connection: QdrantConnection,
  point: Pick<Schemas['Record'], 'payload'> | undefined,
  alias: string,
): State {
  const payload = point?.payload;
  if (payload?.['kind'] !== 'state') throw foreignCollection(alias);
  const state = payload as unknown as State;
  if (state.layout <= LAYOUT) {
    connection.requireShape(STATE_SHAPE, state);
    return state;
  }
  throw new OperationalError(
    'INDEX_TOO_NEW',
    `the index in ${state.generation} was written by a newer version (layout ${state.layout}, this program reads ${LAYOUT}).`,
    'Update this program, or set another QDRANT_COLLECTION.',
  );
}

/** Makes the error for a collection that another program created. */
export function foreignCollection(name: string): OperationalError {
  return new OperationalError(
    'QDRANT_FOREIGN_COLLECTION',
    `the collection ${name} in Qdrant belongs to another program, so it is not touched.`,
    'Set QDRANT_COLLECTION to another name.',
  );
}

export function statusFromState({ sequence, published, check, run }: State): IndexStatus {
  // In states of versions with one source, `check` has its fields and no list.
  const { sources: checks, ...fields } = check as Partial<State['check']>;
  const status = statusFromRecord({ sequence, ...published, ...fields, ...run });
  return checks === undefined ? status : { ...status, sources: withChecks(status.sources, checks) };
}

function withChecks(
  sources: readonly SourceStatus[],
  checks: State['check']['sources'],
): readonly SourceStatus[] {
  const sourceById = new Map(sources.map((source) => [sourceId(source), source]));
  const checked = checks.map((check) => {
    const source = sourceById.get(sourceId(check));
    sourceById.delete(sourceId(check));
    return withCheck(source, check);
  });
  return [...sourceById.values(), ...checked];
}

/** Returns the fields of the state that hold a status. */
export function stateFields(
  status: IndexStatus,
): Pick<State, 'layout' | 'sequence' | 'published' | 'check' | 'run'> {
  const { sources, syncedAt, documents, chunks, fingerprint, skipped, due, summaries } = status;
  const { lastRun, consecutiveFailures } = status;
  return {
    layout: LAYOUT,
    sequence: status.sequence,
    published: {
      sources: sources.filter(({ commit }) => commit !== null),
      syncedAt,
      documents,
      chunks,
      fingerprint,
      skipped,
      due,
      summaries,
    },
    check: {
      sources: sources.map(({ from, ref, roots, ...check }) => ({ from, ref, roots, ...checkFields(check) })),
    },
    run: { lastRun, consecutiveFailures },
  };
}

/** Returns the state of a generation in which nothing has been published. @param layout of its points */
export function emptyState(generation: string, layout: number): State {
  return {
    kind: 'state',
    points_layout: layout,
    generation,
    ...stateFields(EMPTY_STATUS),
    switched_at: 0,
    redirects: [],
    lease_owner: '',
    lease_until: 0,
  };
}
