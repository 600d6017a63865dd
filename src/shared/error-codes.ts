/** Who or what has to act on an error, or what it says is at fault. */
export type ErrorParty =
  /** The client of the server: its request is invalid. */
  | 'caller'
  /** Whoever started the program: the command line or the settings are wrong, and no later run would do better. */
  | 'settings'
  /** The docs source: it cannot be read, or not trusted. */
  | 'source'
  /** The index. */
  | 'index'
  /** The embedding endpoint. */
  | 'embedder'
  /** The endpoint that writes summaries. */
  | 'summarizer'
  /** The machine the program runs on: its disk, ports, output, or the person who stopped it. */
  | 'machine'
  /** The last commits of the docs: a person has to confirm them. */
  | 'docs'
  /** The developers: a defect in this program. */
  | 'developer';

interface ErrorTraits {
  readonly party: ErrorParty;
  /** The failure is of one request, or of load: the next request is worth sending at once. */
  readonly transient: boolean;
}

const lasting = (party: ErrorParty): ErrorTraits => ({ party, transient: false });
const transient = (party: ErrorParty): ErrorTraits => ({ party, transient: true });

/** Every code an OperationalError may carry. Those of the worker are explained in docs/sync.md. */
const TRAITS = {
  USAGE: lasting('settings'),
  CONFIG_INVALID: lasting('settings'),
  // The settings name both the sources and the index.
  INDEX_OTHER_SOURCE: lasting('settings'),
  SOURCE_REMOVED: lasting('settings'),

  INVALID_ARGUMENTS: lasting('caller'),
  INVALID_CURSOR: lasting('caller'),

  DOCS_ALL_SKIPPED: lasting('source'),
  DOCS_CHANGED_WHILE_READING: lasting('source'),
  DOCS_EMPTY: lasting('source'),
  DOCS_GIT_MISSING: lasting('source'),
  DOCS_LISTING_TRUNCATED: lasting('source'),
  DOCS_NOT_A_REPOSITORY: lasting('source'),
  DOCS_NOT_FOUND: lasting('source'),
  DOCS_PATH_NOT_FOUND: lasting('source'),
  DOCS_REF_NOT_FOUND: lasting('source'),
  DOCS_UNREADABLE: lasting('source'),
  GITHUB_BAD_RESPONSE: lasting('source'),
  GITHUB_NOT_FOUND: lasting('source'),
  GITHUB_RATE_LIMITED: lasting('source'),
  GITHUB_UNAUTHORIZED: lasting('source'),
  GITHUB_UNREACHABLE: lasting('source'),
  SOURCE_PLACE_TAKEN: lasting('source'),

  MASS_DELETE_REFUSED: lasting('docs'),

  INDEX_BUSY: lasting('index'),
  INDEX_CHANGED: transient('index'),
  INDEX_CORRUPT: lasting('index'),
  INDEX_DISK_FULL: lasting('index'),
  INDEX_EMPTY: lasting('index'),
  INDEX_FOREIGN: lasting('index'),
  INDEX_IO: lasting('index'),
  INDEX_LEASE_LOST: lasting('index'),
  INDEX_LOCKED: transient('index'),
  INDEX_OTHER_SETTINGS: lasting('index'),
  INDEX_READ_ONLY: lasting('index'),
  INDEX_SEARCH_FAILED: transient('index'),
  INDEX_STAGED_INCOMPLETE: lasting('index'),
  INDEX_TIMEOUT: transient('index'),
  INDEX_TOO_NEW: lasting('index'),
  INDEX_UNREADABLE: lasting('index'),
  QDRANT_BAD_RESPONSE: lasting('index'),
  QDRANT_CONFLICT: lasting('index'),
  QDRANT_FOREIGN_COLLECTION: lasting('index'),
  QDRANT_NODE_LOST: transient('index'),
  QDRANT_NOT_FOUND: lasting('index'),
  QDRANT_NO_QUORUM: transient('index'),
  QDRANT_OUT_OF_SPACE: lasting('index'),
  QDRANT_RATE_LIMITED: transient('index'),
  QDRANT_READ_ONLY_KEY: lasting('index'),
  QDRANT_REFUSED: transient('index'),
  QDRANT_TIMEOUT: transient('index'),
  QDRANT_TOO_OLD: lasting('index'),
  QDRANT_UNAUTHORIZED: lasting('index'),
  QDRANT_UNREACHABLE: transient('index'),

  EMBEDDER_BAD_RESPONSE: lasting('embedder'),
  EMBEDDER_QUOTA: lasting('embedder'),
  EMBEDDER_RATE_LIMITED: transient('embedder'),
  EMBEDDER_REFUSED: lasting('embedder'),
  EMBEDDER_UNAUTHORIZED: lasting('embedder'),
  EMBEDDER_UNREACHABLE: transient('embedder'),

  // Each document is another request: a failure for one document does not predict the next.
  SUMMARIZER_BAD_RESPONSE: transient('summarizer'),
  SUMMARIZER_QUOTA: lasting('summarizer'),
  SUMMARIZER_RATE_LIMITED: lasting('summarizer'),
  SUMMARIZER_REFUSED: transient('summarizer'),
  SUMMARIZER_UNAUTHORIZED: lasting('summarizer'),
  SUMMARIZER_UNREACHABLE: lasting('summarizer'),

  ABORTED: lasting('machine'),
  CANNOT_LISTEN: lasting('machine'),
  OUTPUT_FAILED: lasting('machine'),
  PORT_IN_USE: lasting('machine'),
  SPOOL_FAILED: lasting('machine'),

  INTERNAL: lasting('developer'),
} as const satisfies Record<string, ErrorTraits>;

export type ErrorCode = keyof typeof TRAITS;

export const ERROR_CODES = Object.keys(TRAITS) as readonly ErrorCode[];

/** @param code also one from an index that another version of this program wrote: an unknown code is taken for a defect */
export function partyOf(code: string): ErrorParty {
  return isErrorCode(code) ? TRAITS[code].party : 'developer';
}

/** Whether the next request is worth sending at once. */
export function isTransient(code: ErrorCode): boolean {
  return TRAITS[code].transient;
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(TRAITS, code);
}

/** Exit codes of both programs: 0 success, 1 runtime failure, 2 usage or configuration error. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code after a failure with this error code. */
export function exitCodeOf(errorCode: string): ExitCode {
  return partyOf(errorCode) === 'settings' ? EXIT.usage : EXIT.failed;
}
