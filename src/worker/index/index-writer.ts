import type { Manifest } from '../../shared/domain/change.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import type { HistoryPositions, PublishedSource } from '../../shared/domain/history.ts';
import type {
  DueFile,
  Fingerprint,
  IndexStatus,
  WrittenSummaries,
} from '../../shared/domain/index-status.ts';
import type { RunRecord } from '../../shared/domain/run.ts';
import type { SourceCheck, SourceIdentity, SourceStatus } from '../../shared/domain/source.ts';
import type { OutdatedMentions } from '../../shared/drift/outdated-mentions.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import type { PreparedDocument } from '../prepare/prepared-document.ts';

/** Identifies a published chunk and its embedded text, for comparison with a new one. */
export interface PublishedChunk {
  readonly id: string;
  readonly contentHash: string;
}

/** The published index, as a sync compares documents with it. Read-only. */
export interface IndexView {
  readonly status: IndexStatus;
  /** Whether a new generation must be built: first sync, another fingerprint, or requested. Then no chunk can be kept. */
  readonly rebuild: boolean;
  /** Returns the published documents, whatever their generation. */
  manifest(): Promise<Manifest>;
  /** Returns the published chunks of these documents that a publish may keep, by path; none if `rebuild`. */
  publishedChunks(paths: readonly string[]): Promise<ReadonlyMap<string, readonly PublishedChunk[]>>;
  /** Returns the content of the published documents at these paths, which saves fetching it again; other paths are left out. */
  contents(paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Returns the published documents at these paths with their chunks, in any order; other paths are left out. */
  documents(paths: readonly string[]): Promise<readonly PreparedDocument[]>;
  /** Returns the outdated names that the last publish recorded; null if none ever did. */
  outdatedNames(): Promise<OutdatedMentions | null>;
  /** Returns the summaries of the published documents at these paths; other paths are left out. */
  summaries(paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Returns the vectors, published or expired, that the index has for these content hashes under the wanted model. */
  vectors(contentHashes: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  /** Returns where the reading of each source's history goes on. */
  historyPositions(): Promise<HistoryPositions>;
}

/** A batch of changed documents. On publish, each replaces the published document at its path. */
export interface StageBatch {
  readonly documents: readonly PreparedDocument[];
  /** A vector for each content hash of the chunks; empty for a lexical index. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

/** What a publish brings besides the staged documents. */
export interface Publication {
  /** All sources of the index as of this publish; replaces the stored list. */
  readonly sources: readonly SourceStatus[];
  readonly publishedAt: string;
  /** Paths that no longer exist, including former paths of renamed documents unless another document took their place. */
  readonly removed: readonly string[];
  /** Former path → path. The index follows chains of renames, and drops a redirect once its path is a document again. */
  readonly renamed: ReadonlyMap<string, string>;
  /** For the history: see PublishRecord. */
  readonly published: readonly PublishedSource[];
  /** All files at these revisions that are not indexed; replaces the stored list. */
  readonly skipped: readonly SkippedDocument[];
  /** Files to prepare again at some time; replaces the stored list, absent if there are none. */
  readonly due?: readonly DueFile[];
  /** The model that wrote the summaries; replaces the stored record. */
  readonly summaries: WrittenSummaries | null;
  /** What the run read of the sources' histories; absent if nothing. */
  readonly formerPaths?: FoundFormerPaths;
  /** The outdated names in all documents as of this publish; replaces the stored list, absent if there are none. */
  readonly outdatedNames?: OutdatedMentions;
}

/** What a run read of the histories of the sources. */
export interface FoundFormerPaths {
  /**
   * Former path → path of a document, the newest first. The index adds those that are neither a document nor a former path
   * already, and keeps at most `MAX_REDIRECTS`.
   */
  readonly found: ReadonlyMap<string, string>;
  /** Replaces the stored positions. */
  readonly positions: HistoryPositions;
}

/** How many former paths an index keeps, the newest: those of a publish before those of the publishes and commits before it. */
export const MAX_REDIRECTS = 5_000;

/** What changes with commits that touch no document. */
export type Advance = Pick<Publication, 'sources' | 'skipped' | 'due' | 'summaries' | 'formerPaths'>;

/** A source of the list, and what it reported in a run. */
export type CheckedSource = SourceIdentity & SourceCheck;

/** A sync that holds the lease. Readers see the old sequence until `publish`, and all of the new one after it. */
export interface IndexSession extends IndexView {
  /** Stores documents where no reader sees them. Idempotent. Rejects with `INDEX_LEASE_LOST` if another run took over. */
  stage(batch: StageBatch): Promise<void>;
  /**
   * Makes everything staged visible at once, keeps unchanged documents, and returns the new status.
   * Rejects with `INDEX_LEASE_LOST`; then nothing has been published.
   */
  publish(publication: Publication): Promise<IndexStatus>;
  /**
   * Records that the index is at later commits at which no document differs: one write, without a new sequence or an
   * entry in the history. Rejects with `INDEX_LEASE_LOST`; then nothing has changed.
   */
  advance(to: Advance): Promise<IndexStatus>;
  /** Extends the lease. Rejects with `INDEX_LEASE_LOST`. */
  renew(): Promise<void>;
  /** Discards what is staged and releases the lease; after a publish, only releases the lease. Never rejects. */
  abandon(): Promise<void>;
}

export interface BeginOptions {
  readonly fingerprint: Fingerprint;
  readonly rebuild: boolean;
  /** Holder of the lease: unique to the run, readable by a person. */
  readonly owner: string;
}

/** Reports that another run holds the lease. */
export interface LeaseHeld {
  readonly heldBy: string;
  /** ISO 8601 in UTC. */
  readonly until: string;
}

/** The write side of an index, for the worker only. Methods reject with an OperationalError (`INDEX_*` or `QDRANT_*`). */
export interface IndexWriter {
  /** Reads without changing anything: takes no lease, creates nothing, deletes nothing. */
  inspect(options: Omit<BeginOptions, 'owner'>): Promise<IndexView>;
  /** Takes the lease, discards what an aborted run left staged, and opens a sync. */
  begin(options: BeginOptions): Promise<{ readonly session: IndexSession } | LeaseHeld>;
  /**
   * Records the run, and what the sources reported, with the index, which is created if missing. Updates `lastRun` and
   * `consecutiveFailures`. A skipped run is not recorded.
   */
  recordRun(run: RunRecord, checks?: readonly CheckedSource[]): Promise<void>;
  close(): Promise<void>;
}

/** How long a lease lasts unless renewed: longer than any single step, but over before the next hourly run. */
export const LEASE_MS = 10 * 60_000;

/** @param holder who holds the lease now, if known */
export function leaseLost(holder?: string): OperationalError {
  return new OperationalError(
    'INDEX_LEASE_LOST',
    `another run${holder === undefined ? '' : ` (${holder})`} has taken over the index; nothing was published.`,
    'Nothing is lost: the other run brings the index up to date. Do not suspend a running worker.',
  );
}

/** For how many publishes vectors of removed chunks are kept, so that reverting a commit embeds nothing. */
export const EXPIRED_VECTORS_KEPT = 20;
