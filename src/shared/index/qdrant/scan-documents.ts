import { type Chunk, storedChunk } from '../../domain/chunk.ts';
import { OperationalError } from '../../errors/operational-error.ts';
import type { IndexedDocument } from '../index-reader.ts';
import { byCodePoint } from './by-code-point.ts';
import { PublishedPoints } from './published-points.ts';
import type { QdrantConnection } from './qdrant-connection.ts';
import { isNotFound } from './qdrant-error.ts';
import { readState, STATUS_FIELDS } from './read-state.ts';
import { READABLE_SEQUENCES } from './state.ts';
import { windows } from './windows.ts';

/** Documents read at once, contents and chunks included. */
const DOCUMENTS_AT_ONCE = 16;

/**
 * Every document with its chunks, sorted by path, of the sequence published when the scan begins.
 * @throws OperationalError `INDEX_CHANGED` when so much has been published meanwhile that the sequence is gone
 */
export async function* scanDocuments(
  connection: QdrantConnection,
  alias: string,
  signal?: AbortSignal,
): AsyncGenerator<IndexedDocument> {
  const state = await readState(connection, alias, STATUS_FIELDS, signal);
  if (state === null) return;
  const points = new PublishedPoints(connection, state.generation, state.sequence, signal);
  try {
    const paths = (await points.paths()).sort(byCodePoint);
    for (const some of windows(paths, DOCUMENTS_AT_ONCE)) {
      const documents = await readDocuments(points, some);
      const now = await readState(connection, state.generation, ['kind', 'layout', 'sequence'], signal);
      if (now === null || now.sequence - state.sequence > READABLE_SEQUENCES) throw changed();
      yield* documents;
    }
  } catch (error) {
    throw isNotFound(error) ? changed() : error;
  }
}

async function readDocuments(points: PublishedPoints, paths: readonly string[]): Promise<IndexedDocument[]> {
  const embedded = await points.chunksWithVector(paths);
  const chunksOf = new Map<string, IndexedDocument['chunks'][number][]>(paths.map((path) => [path, []]));
  for (const { id, payload } of await points.chunks(paths, ['chunk'])) {
    chunksOf.get(payload.chunk.path)?.push({ ...storedChunk(payload.chunk), hasVector: embedded.has(id) });
  }
  return (await points.documents(paths))
    .sort((a, b) => byCodePoint(a.path, b.path))
    .map((document) => ({ document, chunks: (chunksOf.get(document.path) ?? []).sort(byOrdinal) }));
}

function byOrdinal(a: Chunk, b: Chunk): number {
  return a.ordinal - b.ordinal;
}

function changed(): OperationalError {
  return new OperationalError(
    'INDEX_CHANGED',
    'the index was published too often while it was read.',
    'Run it again.',
  );
}
