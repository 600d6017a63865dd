import type { Change, Manifest } from '../../shared/domain/change.ts';
import type { Revision } from '../../shared/domain/revision.ts';

export interface Head {
  readonly revision: Revision;
  /** Opaque validator to hand back, with the revision it belongs to, at the next check. */
  readonly tag?: string;
}

export interface FileRef {
  readonly path: string;
  readonly blob: string;
}

/** One file, whose git blob sha the source has checked. */
export type SourceFile = FileRef & {
  /** In bytes; 0 where it is not known. */
  readonly size: number;
} & (
    | { readonly bytes: Uint8Array }
    | {
        readonly bytes: null;
        /** Why the source withholds the bytes, for a person: `a symbolic link`. */
        readonly withheld: string;
      }
  );

/** What lies between two commits, as far as the docs root is concerned. */
export interface Comparison {
  /** Applied to the manifest at `from` they give the manifest at `to`; each path is named once. */
  readonly changes: readonly Change[];
  /** Commits touching the docs root after `from`, up to and including `to`, oldest first. */
  readonly commits: readonly Revision[];
}

/**
 * Where documents come from. Paths are relative to the docs root. Everything is pinned to the revision given,
 * whatever happens to the branch meanwhile. Methods reject with an OperationalError (`DOCS_*` or `GITHUB_*`).
 */
export interface DocsSource {
  /** What the source is, without secrets: `github:owner/name@ref:docs/path`. */
  readonly identity: string;
  /** The newest revision; `known` is what the last check returned and makes this one conditional. */
  head(known: Head | null, signal?: AbortSignal): Promise<Head>;
  /** The documents at a revision, at least one. Rejects with `DOCS_LISTING_TRUNCATED` rather than return a part. */
  manifest(revision: Revision, signal?: AbortSignal): Promise<Manifest>;
  /**
   * The commits' own comparison; null when it cannot be trusted and two manifests must be compared instead:
   * `from` is unknown or no ancestor of `to`, or the source cut the comparison short. The caller holds the result
   * against the manifest it has of `from`, and compares manifests where the two do not fit.
   */
  compare(from: Revision, to: Revision, signal?: AbortSignal): Promise<Comparison | null>;
  /** The files asked for, in any order, each once. Rejects when one is missing or has another blob sha. */
  read(files: readonly FileRef[], revision: Revision, signal?: AbortSignal): AsyncIterable<SourceFile>;
  /** API requests made so far, retries included; 0 for local sources. */
  readonly requests: number;
}

/** Larger files are skipped and named: no page of prose is, and memory stays bounded. */
export const MAX_DOCUMENT_BYTES = 1024 * 1024;
