import type { Change, Manifest } from '../../shared/domain/change.ts';
import type { Revision } from '../../shared/domain/revision.ts';

export interface Head {
  readonly revision: Revision;
  /** Opaque validator. Hand it back with its revision to make the next check conditional. */
  readonly tag?: string;
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

/** What lies between two commits below the docs root. */
export interface Comparison {
  /** Applied to the manifest at `from`, they give the manifest at `to`. Each path is named once. */
  readonly changes: readonly Change[];
  /** Commits that touch the docs root after `from`, up to and including `to`, oldest first. */
  readonly commits: readonly Revision[];
}

/**
 * Where documents come from. Paths are relative to the docs root. Everything is pinned to the given revision, even if
 * the branch moves meanwhile. Methods reject with an OperationalError (`DOCS_*` or `GITHUB_*`).
 */
export interface DocsSource {
  /** Identifies the source, without secrets: `github:owner/name@ref:docs/path`. */
  readonly identity: string;
  /** The newest revision. `known` is what the last check returned and makes this one conditional. */
  head(known: Head | null, signal?: AbortSignal): Promise<Head>;
  /** The documents at a revision, at least one. Rejects with `DOCS_LISTING_TRUNCATED` rather than return some of them. */
  manifest(revision: Revision, signal?: AbortSignal): Promise<Manifest>;
  /**
   * Compares two commits. Returns null where the comparison cannot be trusted and two manifests must be compared
   * instead: `from` is unknown or no ancestor of `to`, or the source truncated the comparison. The caller checks the
   * result against the manifest it has of `from`.
   */
  compare(from: Revision, to: Revision, signal?: AbortSignal): Promise<Comparison | null>;
  /** The requested files, each once, in any order. Rejects when one is missing or has another blob sha. */
  read(files: readonly FileRef[], revision: Revision, signal?: AbortSignal): AsyncIterable<SourceFile>;
  /** API requests sent so far, retries included; 0 for local sources. */
  readonly requests: number;
}

/** Larger files are skipped and reported. Prose is never that large, and memory stays bounded. */
export const MAX_DOCUMENT_BYTES = 1024 * 1024;
