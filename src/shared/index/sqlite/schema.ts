/** `EINO` in ASCII, in the header of our files: distinguishes them from those of other programs. */
export const APPLICATION_ID = 0x45494e4f;

/**
 * Version of the tables below and of the records in them, in the file's header. Files of newer versions are refused.
 * Version 1 has the same tables; its records are those of an index with one source.
 */
export const SQLITE_SCHEMA_VERSION = 2;

/**
 * `documents`, `chunks`, `chunk_words` and `redirects` hold the published sequence, which readers see.
 * `staged_…` hold what the next publish will bring; readers never use them.
 * `chunk_words` stores its text: a contentless FTS5 table does not subtract deleted rows from the totals that BM25 uses,
 * and scores would drift with every sync.
 * `vectors` is content-addressed: it holds published vectors, staged ones and, for some publishes, expired ones.
 */
export const SCHEMA = `
  CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), status TEXT NOT NULL) STRICT;
  CREATE TABLE lease (id INTEGER PRIMARY KEY CHECK (id = 1), owner TEXT NOT NULL, until INTEGER NOT NULL) STRICT;

  CREATE TABLE documents (
    path TEXT PRIMARY KEY, blob TEXT NOT NULL, entry TEXT NOT NULL, outline TEXT NOT NULL, content TEXT NOT NULL
  ) STRICT;
  CREATE TABLE chunks (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, ordinal INTEGER NOT NULL,
    content_hash TEXT NOT NULL, record TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX chunks_by_place ON chunks (path, ordinal, content_hash);
  CREATE INDEX chunks_by_content ON chunks (content_hash);
  CREATE VIRTUAL TABLE chunk_words USING fts5 (
    title, headings, body, identifiers, tokenize = 'porter unicode61'
  );
  CREATE TABLE redirects (former_path TEXT PRIMARY KEY, path TEXT NOT NULL) STRICT;
  CREATE TABLE publishes (sequence INTEGER PRIMARY KEY, record TEXT NOT NULL) STRICT;

  CREATE TABLE vectors (
    key INTEGER PRIMARY KEY, space TEXT NOT NULL, content_hash TEXT NOT NULL, vector BLOB NOT NULL,
    expired_at INTEGER, UNIQUE (space, content_hash)
  ) STRICT;
  CREATE INDEX vectors_by_expiry ON vectors (expired_at) WHERE expired_at IS NOT NULL;

  CREATE TABLE staged_documents (
    path TEXT PRIMARY KEY, blob TEXT NOT NULL, entry TEXT NOT NULL, outline TEXT NOT NULL, content TEXT NOT NULL
  ) STRICT;
  CREATE TABLE staged_chunks (
    id TEXT PRIMARY KEY, path TEXT NOT NULL, ordinal INTEGER NOT NULL, content_hash TEXT NOT NULL, record TEXT NOT NULL,
    title TEXT NOT NULL, headings TEXT NOT NULL, body TEXT NOT NULL, identifiers TEXT NOT NULL, UNIQUE (path, ordinal)
  ) STRICT;
`;

/**
 * The table that version 1 does not have, in which only the worker reads: where the reading of a source's history goes on
 * (see HistoryPosition).
 */
export const HISTORY_POSITIONS_TABLE =
  'CREATE TABLE IF NOT EXISTS history_positions (source TEXT PRIMARY KEY, position TEXT NOT NULL) STRICT';

/**
 * The list of all documents in its order, a number of them a page: what servers need of all documents, written by each
 * publish where it differs. A file of an earlier version has none until the next publish.
 */
export const LIST_PAGES_TABLE =
  'CREATE TABLE IF NOT EXISTS list_pages (page INTEGER PRIMARY KEY, documents TEXT NOT NULL) STRICT';
