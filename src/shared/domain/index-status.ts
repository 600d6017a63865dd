import { createHash } from 'node:crypto';
import type { SkippedDocument } from './document.ts';
import type { RunRecord } from './run.ts';
import type { SourceStatus } from './source.ts';

/** The language model that wrote the documents' summaries. */
export interface WrittenSummaries {
  readonly model: string;
  /** Version of the instructions it was given. */
  readonly version: number;
  /**
   * Paths of the documents it has not summarized yet, those never tried first. Their summary is still taken from the
   * document, or was written by an earlier model.
   */
  readonly missing: readonly string[];
}

/** A file that its site starts or stops publishing without a change of it. */
export interface DueFile {
  readonly path: string;
  readonly blob: string;
  /** ISO 8601 in UTC. A run from this time on prepares the file again. */
  readonly at: string;
}

/** What an index records about itself. Times are ISO 8601 in UTC. */
export interface IndexStatus {
  /** Number of the published sync; 0 before the first. Counting continues across generations, so numbers are unique. */
  readonly sequence: number;
  /** The sources the index is built from, in the order of the list; empty before the first run. */
  readonly sources: readonly SourceStatus[];
  /** Time of the last publish. */
  readonly syncedAt: string | null;
  /** The last run that was not skipped. */
  readonly lastRun: RunRecord | null;
  /** Failed runs since the last run that did not fail. */
  readonly consecutiveFailures: number;
  readonly documents: number;
  readonly chunks: number;
  readonly fingerprint: Fingerprint | null;
  /** Files of the published revision that are not indexed. */
  readonly skipped: readonly SkippedDocument[];
  /** Files that are or are not documents only up to some time. */
  readonly due: readonly DueFile[];
  /** null if no model writes summaries: they are taken from the documents. */
  readonly summaries: WrittenSummaries | null;
}

/** The status of an index that does not exist yet. */
export const EMPTY_STATUS: IndexStatus = {
  sequence: 0,
  sources: [],
  syncedAt: null,
  lastRun: null,
  consecutiveFailures: 0,
  documents: 0,
  chunks: 0,
  fingerprint: null,
  skipped: [],
  due: [],
  summaries: null,
};

/**
 * Returns the identity of a snapshot: what readers see between two changes of the index. Data read under the same id is
 * consistent and may be cached for as long as the status yields that id.
 */
export function snapshotId({ sequence, sources, syncedAt }: IndexStatus): string {
  const commits = sources.map(({ commit }) => commit?.sha ?? '');
  const digest = createHash('sha256').update(commits.join(' ')).digest('hex').slice(0, 12);
  return `${sequence}-${digest}-${syncedAt ?? ''}`;
}

/** Everything that makes vectors and chunks comparable. A different fingerprint requires a new generation. */
export interface Fingerprint {
  /** Version of the physical layout of the store. */
  readonly schema: number;
  /** Version of the parser and the chunker together. */
  readonly chunker: number;
  /** Embedding model; null for a lexical index. */
  readonly model: string | null;
  /** Length of the vectors; null for a lexical index. */
  readonly dimensions: number | null;
  /** Put before every document that was embedded; absent: nothing. */
  readonly documentPrefix?: string | undefined;
  /** The longest text that the model reads, in tokens; absent: longer than any chunk, so that no chunk depends on it. */
  readonly maxTokens?: number | undefined;
}

/** Whether one generation may hold chunks and vectors made under both fingerprints. */
export function sameFingerprint(a: Fingerprint, b: Fingerprint): boolean {
  return (
    a.schema === b.schema &&
    a.chunker === b.chunker &&
    a.maxTokens === b.maxTokens &&
    sameDocumentVectors(a, b)
  );
}

/** Whether the vector of a text made under one fingerprint can be reused for the same text under the other. */
export function sameDocumentVectors(
  a: Pick<Fingerprint, 'model' | 'dimensions' | 'documentPrefix'>,
  b: Pick<Fingerprint, 'model' | 'dimensions' | 'documentPrefix'>,
): boolean {
  return sameVectors(a, b) && a.documentPrefix === b.documentPrefix;
}

/** Whether vectors made under one fingerprint can be compared with those made under the other. */
export function sameVectors(
  a: Pick<Fingerprint, 'model' | 'dimensions'>,
  b: Pick<Fingerprint, 'model' | 'dimensions'>,
): boolean {
  return a.model === b.model && a.dimensions === b.dimensions;
}

/** What an embedding model reads of a chunk. */
export type ModelLimits = Pick<Fingerprint, 'maxTokens' | 'documentPrefix'>;

/** The limits of an embedder or an index, as plain data. */
export function modelLimits(of: ModelLimits | null): ModelLimits | null {
  if (of?.maxTokens === undefined) return null;
  const { maxTokens, documentPrefix } = of;
  return documentPrefix === undefined ? { maxTokens } : { maxTokens, documentPrefix };
}
