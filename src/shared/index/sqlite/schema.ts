/** `EINO` in ASCII, in the header of our files: distinguishes them from those of other programs. */
export const APPLICATION_ID = 0x45494e4f;

/**
 * Version of the tables below and of the records in them, in the file's header. Files of newer versions are refused.
 * Version 1 has the tables of `SCHEMA`; its records are those of an index with one source. Version 2 may also have
 * `history_positions`. Version 3 has all of them.
 */
export const SQLITE_SCHEMA_VERSION = 3;

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
 * The tables that files of earlier versions do not have, by name. Readers do without them; opening a file for writing
 * creates and fills them.
 *
 * `history_positions`: where the reading of a source's history goes on (see HistoryPosition); only the worker reads it.
 * `list_pages`: the list of all documents in its order, a number of them a page: what servers need of all documents, written
 * by each publish where it differs. A file of an earlier version has none until the next publish.
 * `terms`: how many chunks contain each term (see `chunkTerms`).
 * `names`: how many chunks contain each name (see `chunkNames`).
 * `outdated_names`: the names in documents that the Go files do not have (see OutdatedMentions).
 * `name_keys`: the spelling keys of each name. They are stored as signed integers, which take two bytes less.
 */
export const LATER_TABLES = {
  history_positions: '(source TEXT PRIMARY KEY, position TEXT NOT NULL) STRICT',
  list_pages: '(page INTEGER PRIMARY KEY, documents TEXT NOT NULL) STRICT',
  terms: '(term TEXT PRIMARY KEY, chunks INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  names: '(key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, chunks INTEGER NOT NULL) STRICT',
  outdated_names: '(id INTEGER PRIMARY KEY CHECK (id = 1), record TEXT NOT NULL) STRICT',
  name_keys:
    '(spelling_key INTEGER NOT NULL, name INTEGER NOT NULL, PRIMARY KEY (spelling_key, name)) STRICT, WITHOUT ROWID',
} as const;

/** Creates those of `LATER_TABLES` that are missing. */
export const CREATE_LATER_TABLES = Object.entries(LATER_TABLES)
  .map(([name, definition]) => `CREATE TABLE IF NOT EXISTS ${name} ${definition};`)
  .join('\n');
