import { embeddedText } from '../../shared/domain/embedded-text.ts';
import type { IndexView } from '../index/index-writer.ts';
import type { Spool } from './spool.ts';
import type { SafePoint, SyncRun } from './sync-run.ts';

/** Texts given to the embedder at once; it makes requests of its own size of them. */
const EMBED_BATCH = 1024;

/** What has to be embedded before the spooled documents can be staged. */
export interface EmbeddingPlan {
  /** Content hashes without a vector. */
  readonly missing: ReadonlySet<string>;
  /** Content hashes the index has a vector for. */
  readonly reused: number;
  /** Size of the missing texts, by our own count. */
  readonly tokens: number;
}

/** Finds the content hashes the index has no vector for. The vectors it has wait in the spool from then on. */
export async function planEmbeddings(
  spool: Spool,
  view: Pick<IndexView, 'vectors'>,
  safePoint: SafePoint,
): Promise<EmbeddingPlan> {
  const missing = new Set<string>();
  let reused = 0;
  let tokens = 0;
  for (const batch of spool.batches()) {
    const chunks = batch.flatMap((prepared) => prepared.chunks);
    const unseen = new Map(
      chunks
        .filter(({ contentHash }) => !missing.has(contentHash) && !spool.hasVector(contentHash))
        .map((chunk) => [chunk.contentHash, chunk.tokens]),
    );
    for (const [hash, vector] of await view.vectors([...unseen.keys()])) {
      spool.addVector(hash, vector);
      unseen.delete(hash);
      reused++;
    }
    for (const [hash, size] of unseen) {
      missing.add(hash);
      tokens += size;
    }
    await safePoint();
  }
  return { missing, reused, tokens };
}

/** Embeds the missing texts into the spool, each once, and counts what it costs, also when a later batch fails. */
export async function embedTexts(
  { embedder, progress, ledger, signal }: SyncRun,
  plan: EmbeddingPlan,
  spool: Spool,
  safePoint: SafePoint,
): Promise<void> {
  if (embedder === null) return;
  progress.started('embed', plan.missing.size);
  const cost = { requested: 0, tokens: 0, requests: 0 };
  for (const batch of textBatches(spool, plan.missing)) {
    await safePoint();
    const answer = await embedder.embed([...batch.values()], signal);
    let i = 0;
    for (const hash of batch.keys()) {
      const vector = answer.vectors[i++];
      if (vector !== undefined) spool.addVector(hash, vector);
    }
    cost.requested += batch.size;
    cost.tokens += answer.tokens;
    cost.requests += answer.requests;
    ledger.enter({
      embeddings: { requested: cost.requested, reused: plan.reused, tokens: cost.tokens },
      requests: { ...ledger.entries.requests, openai: cost.requests },
    });
    progress.advanced(cost.requested);
  }
  progress.finished({ texts: cost.requested, reused: plan.reused, tokens: cost.tokens });
}

/** Content hash → text, in batches. */
function* textBatches(spool: Spool, missing: ReadonlySet<string>): Generator<Map<string, string>> {
  let batch = new Map<string, string>();
  for (const { chunks } of documents(spool)) {
    for (const chunk of chunks) {
      if (!missing.has(chunk.contentHash) || spool.hasVector(chunk.contentHash)) continue;
      batch.set(chunk.contentHash, embeddedText(chunk));
      if (batch.size < EMBED_BATCH) continue;
      yield batch;
      batch = new Map();
    }
  }
  if (batch.size > 0) yield batch;
}

function* documents(spool: Spool) {
  for (const batch of spool.batches()) yield* batch;
}
