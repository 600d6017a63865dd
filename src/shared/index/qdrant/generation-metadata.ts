import { z } from 'zod';
import type { Fingerprint } from '../../domain/index-status.ts';
import { hasCode } from '../../operational-error.ts';
import type { QdrantConnection } from './qdrant-connection.ts';

/** The metadata of a collection of ours. Qdrant stores it in the same step in which it creates the collection. */
export interface GenerationMetadata {
  /** Distinguishes our collections from those of other programs. */
  readonly program: typeof PROGRAM;
  /** What the generation is built with; null if that was not known yet. */
  readonly fingerprint: Fingerprint | null;
  /** Of its points: see `POINTS_LAYOUT`. */
  readonly layout: number;
}

const PROGRAM = 'eino-docs-mcp';

/**
 * Version of the layout of the points of a generation, which stays as long as the generation. From 3 on, BM25 vectors and
 * counts of words come from the worker; from 4 on, names are found by a vector.
 */
export const POINTS_LAYOUT = 4;
export const FIRST_LAYOUT_WITH_WORDS = 3;
/** Generations of earlier versions do not name theirs. */
export const UNNAMED_LAYOUT = 2;

export function generationMetadata(
  fingerprint: Fingerprint | null,
  layout: number = POINTS_LAYOUT,
): GenerationMetadata {
  return { program: PROGRAM, fingerprint, layout };
}

const INFO_SHAPE = z.looseObject({
  config: z.looseObject({ metadata: z.record(z.string(), z.unknown()).nullish() }),
});

/** Reads the metadata of a collection, or of the one an alias leads to. @returns null if it is not ours or is missing */
export async function readGenerationMetadata(
  connection: QdrantConnection,
  collection: string,
  signal?: AbortSignal,
): Promise<GenerationMetadata | null> {
  try {
    const request = { collection_name: collection };
    const info = await connection.read((api, init) => api.getCollection(request, init), { signal });
    connection.requireShape(INFO_SHAPE, info);
    const { config } = info;
    const metadata = config.metadata as Partial<GenerationMetadata> | null | undefined;
    return metadata?.program === PROGRAM
      ? generationMetadata(metadata.fingerprint ?? null, metadata.layout ?? UNNAMED_LAYOUT)
      : null;
  } catch (error) {
    if (hasCode(error, 'QDRANT_NOT_FOUND')) return null;
    throw error;
  }
}
