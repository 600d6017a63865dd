import { setInterval } from 'node:timers/promises';
import { embeddedText } from '../../shared/domain/chunk.ts';
import { slices } from '../../shared/slices.ts';
import type { IndexView } from '../index/index-writer.ts';
import { type DocumentSpool, VectorSpool } from './spool.ts';
import type { ActiveRun, Heartbeat } from './sync-run.ts';

/** What has to be embedded before the prepared documents can be staged. */
export interface EmbeddingPlan {
  /** Content hashes without a vector. */
  readonly missing: ReadonlySet<string>;
  /** Number of content hashes the index has a vector for. */
  readonly reused: number;
  /** Size of the missing texts, by our own count. */
  readonly tokens: number;
  /** The vectors the index has. */
  readonly vectors: VectorSpool;
}

/** Number of content hashes per read of vectors. */
const VECTORS_BATCH = 512;

/** Finds the content hashes the index has no vector for. Without an embedder, the plan is empty. */
export async function planEmbeddings(
  run: Pick<ActiveRun, 'embedder' | 'temporaryFile' | 'heartbeat'> & {
    readonly view: Pick<IndexView, 'vectors'>;
  },
  documents: DocumentSpool,
): Promise<EmbeddingPlan> {
  const vectors = new VectorSpool(run.temporaryFile);
  const missing = new Set<string>();
  if (run.embedder === null) return { missing, reused: 0, tokens: 0, vectors };
  const hashes = [...documents.tokensByHash.keys()];
  let tokens = 0;
  for (const batch of slices(hashes, VECTORS_BATCH)) {
    for (const [hash, vector] of await run.view.vectors(batch)) vectors.add(hash, vector);
    for (const hash of batch) {
      if (vectors.has(hash)) continue;
      missing.add(hash);
      tokens += documents.tokensByHash.get(hash) ?? 0;
    }
    await run.heartbeat();
  }
  return { missing, reused: vectors.size, tokens, vectors };
}

/**
 * Embeds the missing texts, each once.
 * @returns vectors for all documents, those the index has included
 */
export async function embedTexts(
  { embedder, progress, recorder, heartbeat, signal }: ActiveRun,
  { missing, reused, vectors }: EmbeddingPlan,
  documents: DocumentSpool,
): Promise<VectorSpool> {
  if (embedder === null || documents.size === 0) return vectors;
  progress.started('embed', missing.size);
  const embedded = { requested: 0, tokens: 0 };
  const before = embedder.requests;
  for (const batch of textBatches(documents, missing)) {
    await heartbeat();
    try {
      const answer = await withHeartbeat(heartbeat, (stop) =>
        embedder.embed([...batch.values()], AbortSignal.any([signal, stop])),
      );
      let i = 0;
      for (const hash of batch.keys()) {
        const vector = answer.vectors[i++];
        if (vector !== undefined) vectors.add(hash, vector);
      }
      embedded.requested += batch.size;
      embedded.tokens += answer.tokens;
    } finally {
      // After every batch, so that a run that fails later, or here, tells what it has cost.
      recorder.record({ embeddings: embedded, requests: { embedder: embedder.requests - before } });
    }
    progress.advanced(embedded.requested);
  }
  progress.finished({ texts: embedded.requested, reused, tokens: embedded.tokens });
  return vectors;
}

/** Often enough to renew a lease, seldom enough to cost nothing. */
const HEARTBEAT_MS = 15_000;

/** Does slow work with a heartbeat now and then, so that the run keeps its lease. The work stops with the heartbeat. */
async function withHeartbeat<T>(heartbeat: Heartbeat, work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  const stop = new AbortController();
  const beats = (async () => {
    for await (const _ of setInterval(HEARTBEAT_MS, undefined, { signal: ended.signal })) await heartbeat();
  })().catch((error: unknown) => {
    if (!ended.signal.aborted) stop.abort(error);
  });
  try {
    return await work(stop.signal);
  } finally {
    ended.abort();
    await beats;
  }
}

/** Texts given to the embedder at once; it splits them into requests of its own size. */
const EMBED_BATCH = 1024;

/** Reads the missing texts back, in batches of content hash → text. */
function* textBatches(
  documents: DocumentSpool,
  missing: ReadonlySet<string>,
): Generator<Map<string, string>> {
  const left = new Set(missing);
  let batch = new Map<string, string>();
  for (const entry of documents.entries) {
    if (!entry.contentHashes.some((hash) => left.has(hash))) continue;
    for (const chunk of documents.read(entry).chunks) {
      if (!left.delete(chunk.contentHash)) continue;
      batch.set(chunk.contentHash, embeddedText(chunk));
      if (batch.size < EMBED_BATCH) continue;
      yield batch;
      batch = new Map();
    }
  }
  if (batch.size > 0) yield batch;
}
