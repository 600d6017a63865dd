import type { Change, Manifest } from '../../shared/domain/change.ts';
import type { Revision, SourceIdentity, UnreadReason } from '../../shared/domain/source.ts';

export interface Head {
  readonly revision: Revision;
  /** Opaque validator. Hand it back with its revision to make the next check conditional. */
  readonly tag?: string;
  /** Name of the release the revision is, for a source that follows releases: `v1.4.0`. */
  readonly version?: string;
}

export interface FileRef {
  readonly path: string;
  readonly blob: string;
}

/** One file whose git blob sha the source has verified. */
export type SourceFile = FileRef & {
  /** In bytes; 0 where it is not known. */
  readonly size: number;
} & (
    | { readonly bytes: Uint8Array }
    | {
        readonly bytes: null;
        /** Why the source does not give the bytes, for a person: `symbolic link`. */
        readonly withheld: string;
      }
  );

/** What lies between two commits of a source. */
export interface Comparison {
  /** Applied to the manifest at `from`, they give the manifest at `to`. Each path is named once. */
  readonly changes: readonly Change[];
  /**
   * Commits that touch a root after `from`, up to and including `to`, oldest first; empty if no document differs between
   * the two.
   */
  readonly commits: readonly Revision[];
}

/** A document that a commit added, moved or removed: its path in the index before and after, null if there was none. */
export interface PathChange {
  readonly before: string | null;
  readonly after: string | null;
}

/** One commit of a source's history. */
export interface HistoryStep {
  /** Its sha. */
  readonly commit: string;
  /** Changes that happened at once: two documents may have swapped paths. */
  readonly changes: readonly PathChange[];
  /** Where to go on before this commit, in the words of the source; null if there is nothing before it that can be read. */
  readonly next: string | null;
}

/** The commits of a source, by which documents are found under the paths they had before they were indexed. */
export interface SourceHistory {
  /** Whether it takes requests: then each run reads a part of it. Otherwise it is read at once. */
  readonly inParts: boolean;
  /**
   * Reads commits that touch a root, newest first: up to the end of the history or, in parts, as many as one run may.
   * @param from the commit to begin with
   * @param next of the last step of the part before, to go on from there instead
   * @throws OperationalError also after some steps. It is not worth a wait: a later run tries again.
   */
  read(from: Revision, next: string | null, signal?: AbortSignal): AsyncIterable<HistoryStep>;
}

/**
 * Where documents come from: one repository at one ref, or a folder. Paths are those of the index, which the roots of
 * the source decide. Everything is pinned to the given revision, even if the branch moves meanwhile. Methods reject with
 * an OperationalError (`DOCS_*`, `GITHUB_*`, or `CONFIG_INVALID` where two roots claim one place).
 */
export interface DocsSource {
  /** The entry of the list of sources that this source serves. */
  readonly identity: SourceIdentity;
  /** The newest revision. `known` is what the last check returned and makes this one conditional. */
  head(known: Head | null, signal?: AbortSignal): Promise<Head>;
  /** The documents at a revision, at least one a root. Rejects with `DOCS_LISTING_TRUNCATED` rather than return some of them. */
  manifest(revision: Revision, signal?: AbortSignal): Promise<Manifest>;
  /**
   * Compares two commits. Returns null where the comparison cannot be trusted and two manifests must be compared
   * instead: `from` is unknown or no ancestor of `to`, or the source truncated the comparison. The caller checks the
   * result against the manifest it has of `from`.
   */
  compare(from: Revision, to: Revision, signal?: AbortSignal): Promise<Comparison | null>;
  /** The requested files, each once, in any order. Rejects when one is missing or has another blob sha. */
  read(files: readonly FileRef[], revision: Revision, signal?: AbortSignal): AsyncIterable<SourceFile>;
  /** The history of the source, or why it is not read. */
  readonly history: SourceHistory | UnreadReason;
  /** API requests sent so far, retries included; 0 for local sources. */
  readonly requests: number;
}

/** Larger files are skipped and reported. Prose is never that large, and memory stays bounded. */
export const MAX_DOCUMENT_BYTES = 1024 * 1024;
