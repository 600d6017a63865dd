/** `EINO` in ASCII, in the header of our files: distinguishes them from those of other programs. */
export const APPLICATION_ID = 0x45494e4f;

/**
 * Version of the tables below and of the records in them, in the file's header. Files of newer versions are refused.
 * Those of versions 1 and 2 have `EARLIER_SCHEMA` until the next publish, which is a rebuild.
 */
export const SQLITE_SCHEMA_VERSION = 3;

/** What all versions have. `vectors` is content-addressed: it holds published vectors, staged ones and, for some publishes, expired ones. */
const COMMON_SCHEMA = `
  CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), status TEXT NOT NULL) STRICT;
  CREATE TABLE lease (id INTEGER PRIMARY KEY CHECK (id = 1), owner TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
  CREATE TABLE redirects (former_path TEXT PRIMARY KEY, path TEXT NOT NULL) STRICT;
  CREATE TABLE publishes (sequence INTEGER PRIMARY KEY, record TEXT NOT NULL) STRICT;
  CREATE TABLE vectors (
    key INTEGER PRIMARY KEY, space TEXT NOT NULL, content_hash TEXT NOT NULL, vector BLOB NOT NULL,
    expired_at INTEGER, UNIQUE (space, content_hash)
  ) STRICT;
  CREATE INDEX vectors_by_expiry ON vectors (expired_at) WHERE expired_at IS NOT NULL;
`;

const CHUNK_INDEXES = `
  CREATE UNIQUE INDEX chunks_by_place ON chunks (path, ordinal, content_hash);
  CREATE INDEX chunks_by_content ON chunks (content_hash);
`;

/**
 * The tables of the documents in the published sequence, which readers see.
 * `content` is deflated. `record` has what the other columns do not have. `chunk_words` keeps no text: a row is taken out
 * of it with exactly the fields that were put in, which `words` has, deflated with the record as the dictionary, so that
 * they take hardly any room. (FTS5 can delete rows of a contentless table by their number alone, but then does not
 * subtract them from the totals that BM25 uses, and scores drift with every sync.)
 */
export const DOCUMENT_TABLES = `
  CREATE TABLE documents (
    path TEXT PRIMARY KEY, blob TEXT NOT NULL, entry TEXT NOT NULL, outline TEXT NOT NULL, content BLOB NOT NULL
  ) STRICT;
  CREATE TABLE chunks (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, ordinal INTEGER NOT NULL,
    content_hash TEXT NOT NULL, record TEXT NOT NULL, words BLOB NOT NULL
  ) STRICT;
  ${CHUNK_INDEXES}
  CREATE VIRTUAL TABLE chunk_words USING fts5 (
    title, headings, body, identifiers, content = '', tokenize = 'porter unicode61'
  );
`;

export const SCHEMA = `${COMMON_SCHEMA}${DOCUMENT_TABLES}`;

/** The tables of versions 1 and 2: with text as it is, which `chunk_words` has again, and with what is staged. */
export const EARLIER_DOCUMENT_TABLES = `
  CREATE TABLE documents (
    path TEXT PRIMARY KEY, blob TEXT NOT NULL, entry TEXT NOT NULL, outline TEXT NOT NULL, content TEXT NOT NULL
  ) STRICT;
  CREATE TABLE chunks (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, ordinal INTEGER NOT NULL,
    content_hash TEXT NOT NULL, record TEXT NOT NULL
  ) STRICT;
  ${CHUNK_INDEXES}
  CREATE VIRTUAL TABLE chunk_words USING fts5 (
    title, headings, body, identifiers, tokenize = 'porter unicode61'
  );
  CREATE TABLE staged_documents (
    path TEXT PRIMARY KEY, blob TEXT NOT NULL, entry TEXT NOT NULL, outline TEXT NOT NULL, content TEXT NOT NULL
  ) STRICT;
  CREATE TABLE staged_chunks (
    id TEXT PRIMARY KEY, path TEXT NOT NULL, ordinal INTEGER NOT NULL, content_hash TEXT NOT NULL, record TEXT NOT NULL,
    title TEXT NOT NULL, headings TEXT NOT NULL, body TEXT NOT NULL, identifiers TEXT NOT NULL, UNIQUE (path, ordinal)
  ) STRICT;
`;

export const EARLIER_SCHEMA = `${COMMON_SCHEMA}${EARLIER_DOCUMENT_TABLES}`;

/**
 * The tables that files of earlier versions do not have, by name. Readers do without them; the next publish creates and
 * fills them.
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

/** Creates the table that version 2 has, too. */
export const CREATE_HISTORY_POSITIONS = `CREATE TABLE IF NOT EXISTS history_positions ${LATER_TABLES.history_positions}`;

/** Creates those of `LATER_TABLES` that are missing. */
export const CREATE_LATER_TABLES = Object.entries(LATER_TABLES)
  .map(([name, definition]) => `CREATE TABLE IF NOT EXISTS ${name} ${definition};`)
  .join('\n');
