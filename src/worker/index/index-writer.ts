import type { Manifest } from '../../shared/domain/change.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import type { Fingerprint } from '../../shared/domain/fingerprint.ts';
import type { ChangedDocument } from '../../shared/domain/history.ts';
import type {
  IndexStatus,
  RunRecord,
  SourceCheck,
  WrittenSummaries,
} from '../../shared/domain/index-status.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { PreparedDocument } from '../prepare/prepared-document.ts';

/** A published chunk, as far as comparing needs it. */
export interface LiveChunk {
  readonly id: string;
  readonly contentHash: string;
}

/** The published index as a sync compares against it. Changes nothing. */
export interface IndexView {
  readonly status: IndexStatus;
  /** The generation must be built anew: first sync, another fingerprint, or asked for. Then nothing live can be kept. */
  readonly rebuild: boolean;
  /** The published documents, in whatever generation they are. */
  manifest(): Promise<Manifest>;
  /** Published chunks of these documents that a publish may keep: none when `rebuild`. Keyed by path. */
  liveChunks(paths: readonly string[]): Promise<ReadonlyMap<string, readonly LiveChunk[]>>;
  /** Content of the published documents at these paths, so that bytes the index has are not fetched again; a path it has not is left out. */
  contents(paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Summaries of the published documents at these paths, keyed by path; a path it has not is left out. */
  summaries(paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Vectors the index holds, published or expired, for these content hashes under the wanted model. */
  vectors(contentHashes: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
}

/** One batch of changed documents. A document replaces the published one at its path when it is published. */
export interface StageBatch {
  readonly documents: readonly PreparedDocument[];
  /** A vector for every content hash among the chunks; empty for a lexical index. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

export interface Publication {
  readonly commit: Revision;
  readonly publishedAt: string;
  readonly check: SourceCheck;
  /** Paths that are no longer there. The former path of a renamed document is among them unless something new took its place. */
  readonly removed: readonly string[];
  /** Former path → path. The index remembers chains, and forgets a former path that is a document again. */
  readonly renamed: ReadonlyMap<string, string>;
  /** For the history; see PublishRecord. */
  readonly changed: readonly ChangedDocument[];
  readonly commits: readonly Revision[];
  /** Every file of this revision that could not become a document, replacing the list kept. */
  readonly skipped: readonly SkippedDocument[];
  /** Who wrote the summaries, replacing what is kept of that. */
  readonly summaries: WrittenSummaries | null;
}

/** What a commit that touches no document changes. */
export type Advance = Pick<Publication, 'commit' | 'check' | 'skipped' | 'summaries'>;

/** A sync under a lease. Readers see the old sequence until `publish`, and the new one, entirely, after it. */
export interface IndexSession extends IndexView {
  /** Puts documents where no reader sees them. Idempotent; rejects with `INDEX_LEASE_LOST` when another run took over. */
  stage(batch: StageBatch): Promise<void>;
  /**
   * Makes everything staged visible at once, keeps the unchanged documents, and returns the new status.
   * Rejects with `INDEX_LEASE_LOST`, and then nothing is visible.
   */
  publish(publication: Publication): Promise<IndexStatus>;
  /**
   * Moves the published sequence on to a commit at which every document is the same: one write, no new sequence,
   * nothing in the history. Rejects with `INDEX_LEASE_LOST`, and then nothing has moved.
   */
  advance(to: Advance): Promise<IndexStatus>;
  /** Extends the lease; rejects with `INDEX_LEASE_LOST`. */
  renew(): Promise<void>;
  /** Gives up what was staged and releases the lease. After a publish it only releases the lease. Never rejects. */
  abandon(): Promise<void>;
}

export interface BeginOptions {
  readonly fingerprint: Fingerprint;
  /** The docs source's identity; an index of another source is refused with `INDEX_OTHER_SOURCE` unless `rebuild`. */
  readonly source: string;
  readonly rebuild: boolean;
  /** Who takes the lease: unique to the run, readable by a person. */
  readonly owner: string;
}

/** Another run holds the lease. */
export interface LeaseHeld {
  readonly heldBy: string;
  /** ISO 8601 in UTC. */
  readonly until: string;
}

/** The write side of an index. Only the worker has it. Rejects with an OperationalError (`INDEX_*` or `QDRANT_*`). */
export interface IndexWriter {
  /** Looks without touching: no lease, no file created, no leftovers cleaned. */
  inspect(options: Omit<BeginOptions, 'owner'>): Promise<IndexView>;
  /** Cleans what a dead run left, takes the lease and opens a sync. */
  begin(options: BeginOptions): Promise<{ readonly session: IndexSession } | LeaseHeld>;
  /**
   * Keeps the run, and what the source confirmed, with the index, creating it where there is none. Updates
   * `lastRun` and `consecutiveFailures`, except for a skipped run, which is only logged by the caller.
   */
  recordRun(run: RunRecord, check?: SourceCheck): Promise<void>;
  close(): Promise<void>;
}

/** How long a lease lasts unless renewed: longer than any single step, short enough not to miss the next hour. */
export const LEASE_MS = 10 * 60_000;

/** For how many publishes the vectors of chunks that are gone are kept, so that a reverted commit embeds nothing. */
export const EXPIRED_VECTORS_KEPT = 20;
