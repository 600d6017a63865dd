/** Fits a screen of 80 × 24. */
export const HELP = `eino-docs-worker: keeps the index equal to a docs repository.

Usage: eino-docs-worker <command> [flags]

  sync                 bring the index to the source's head, then stop
    --dry-run            say what would change and what it would cost
    --rebuild            build a new generation from scratch
    --allow-mass-delete  let this run remove most of the documents
  schedule             sync now, then whenever SYNC_SCHEDULE says, until stopped
  status               what is indexed, how fresh it is, how the last run ended
  verify [--repair]    compare the index with its source, document by document
  export               print every document and chunk as JSON lines

  sync, status and verify take --json: one JSON object on stdout.

Examples:
  DOCS_SOURCE=dir:docs eino-docs-worker sync --dry-run
  INDEX_PATH=/path/to/index.db eino-docs-worker status

Most used settings (environment): DOCS_SOURCE, GITHUB_TOKEN, INDEX_PATH or
QDRANT_URL, OPENAI_API_KEY or OPENAI_BASE_URL, SYNC_SCHEDULE, LOG_LEVEL.
Every setting: docs/configuration.md. Everything but results goes to stderr.
Exit codes: 0 published, unchanged, skipped; 1 failed; 2 bad usage or settings.
`;
