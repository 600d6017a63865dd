import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import type { Chunk } from '../../domain/chunk.ts';
import {
  type Document,
  type DocumentEntry,
  type ListedDocument,
  listedDocument,
} from '../../domain/document.ts';
import type { PublishRecord } from '../../domain/history.ts';
import { type IndexStatus, snapshotId } from '../../domain/index-status.ts';
import type { OutdatedMentions } from '../../drift/outdated-mentions.ts';
import type { DocumentMatch, IndexedDocument, IndexQuery } from '../index-reader.ts';
import { inOrderOfRoots } from '../list-order.ts';
import {
  FUSED_CANDIDATES,
  fuseRankings,
  groupDocuments,
  lexicalScore,
  lexicalWeight,
  type RankedDocument,
} from '../ranking.ts';
import { LanguageFilter } from './language-filter.ts';
import { type ChunkHit, LexicalSearch } from './lexical-search.ts';
import { corruptionError } from './sqlite-errors.ts';
import {
  chunkFromRow,
  documentFromRow,
  entryFromRow,
  hasTable,
  listPageFromRow,
  numberColumn,
  publishFromRow,
  readOutdatedNames,
  textColumn,
  vectorSpace,
} from './stored-records.ts';
import { VectorSearch } from './vector-search.ts';
import { WordLookup } from './word-lookup.ts';

/** How many chunks a lexical search ranks before it groups them into documents. */
const CANDIDATES = 300;

/** How many entries of documents are cached: some 4 MB. */
const CACHED_ENTRIES = 4_096;
/** How many chunks are cached, with what the search has made of each: 3 to 5 KB beside the chunk. */
const CACHED_CHUNKS = 2_048;

/**
 * One published snapshot, read over one connection, with everything that is cached of it. Each method must run in a
 * transaction in which the status still has the snapshot's id.
 */
export class SqliteSnapshot {
  readonly id: string;
  readonly #db: DatabaseSync;
  readonly #space: string | null;
  readonly #dimensions: number | null;
  readonly #lexical: LexicalSearch;
  readonly #languages: LanguageFilter;
  readonly #words: WordLookup;
  /** null in a lexical index. */
  readonly #vectors: VectorSearch | null;
  readonly #sources: IndexStatus['sources'];
  readonly #chunkCount: number;
  readonly #statements: ReturnType<typeof prepareStatements>;
  /** null in a file that an earlier version published. */
  readonly #listPage: StatementSync | null;
  #publishes: readonly PublishRecord[] | null = null;
  readonly #entries = new LRUCache<string, DocumentEntry>({ max: CACHED_ENTRIES });
  readonly #chunks = new LRUCache<number, Chunk>({
    max: CACHED_CHUNKS,
    memoMethod: (key) => this.#readChunk(key),
  });

  /** @param previous the snapshot read over this connection before, whose vectors are reused */
  constructor(db: DatabaseSync, status: IndexStatus, previous: SqliteSnapshot | null = null) {
    this.id = snapshotId(status);
    this.#db = db;
    this.#space = vectorSpace(status.fingerprint);
    this.#dimensions = status.fingerprint?.dimensions ?? null;
    this.#sources = status.sources;
    this.#chunkCount = status.chunks;
    this.#lexical = new LexicalSearch(db);
    this.#languages = new LanguageFilter(db);
    this.#words = new WordLookup(db);
    const previousVectors = previous === null ? null : previous.#vectors;
    this.#vectors =
      this.#space === null || this.#dimensions === null
        ? null
        : new VectorSearch(db, { space: this.#space, dimensions: this.#dimensions }, previousVectors);
    this.#statements = prepareStatements(db);
    this.#listPage = hasTable(db, 'list_pages')
      ? db.prepare('SELECT documents FROM list_pages WHERE page = ?')
      : null;
  }

  /** Returns what a query finds, best first. This is what takes longer on a larger index. */
  rank(query: IndexQuery): RankedDocument<ChunkHit>[] {
    return groupDocuments(this.#rankChunks(query), query.limit, query.chunksPerDocument);
  }

  /** Reads what `rank` found, in this snapshot. */
  matches(ranked: readonly RankedDocument<ChunkHit>[]): DocumentMatch[] {
    return ranked.flatMap(({ path, score, chunks }) => {
      const document = this.#entry(path);
      if (document === null) return [];
      return {
        document,
        score,
        // `peek` is fast: eviction need not know how recently each of hundreds of chunks was used.
        chunks: chunks.map(({ key, score }) => ({
          chunk: this.#chunks.peek(key) ?? this.#chunks.memo(key),
          score,
        })),
      };
    });
  }

  #rankChunks(query: IndexQuery): ChunkHit[] {
    const { vector } = query;
    if (this.#vectors === null || vector === undefined || vector.length !== this.#dimensions) {
      return this.#lexicalHits(query, CANDIDATES).map((hit) => ({ ...hit, score: lexicalScore(hit.score) }));
    }
    const lexical = this.#lexicalHits(query, FUSED_CANDIDATES);
    const among = this.#languages.documents(query)?.paths();
    const dense = this.#vectors.search(vector, query, FUSED_CANDIDATES, among);
    const scores = fuseRankings(dense, lexical, lexicalWeight(query.text, lexical, this.#chunkCount));
    const byKey = new Map([...lexical, ...dense].map((hit) => [hit.key, hit]));
    return [...byKey.values()].flatMap((hit) => {
      const score = scores.get(hit.key);
      return score === undefined ? [] : [{ ...hit, score }];
    });
  }

  #lexicalHits(query: IndexQuery, limit: number): readonly ChunkHit[] {
    return this.#lexical.search(query, limit, this.#languages.documents(query)?.chunks());
  }

  #entry(path: string): DocumentEntry | null {
    const cached = this.#entries.peek(path);
    if (cached !== undefined) return cached;
    const row = this.#statements.entry.get(path);
    if (row === undefined) return null;
    const entry = entryFromRow(row);
    this.#entries.set(path, entry);
    return entry;
  }

  #readChunk(key: number): Chunk {
    const row = this.#statements.chunk.get(key);
    if (row === undefined) throw corruptionError(`chunk ${key} has no row`);
    return chunkFromRow(row);
  }

  /** Returns the document at a path, or the one a redirect from that path leads to. */
  document(path: string): { document: Document | null; redirectedFrom?: string } {
    const direct = this.#documentAt(path);
    if (direct !== null) return { document: direct };
    const redirect = this.#statements.redirect.get(path, path);
    if (redirect === undefined) return { document: null };
    const document = this.#documentAt(textColumn(redirect, 'path'));
    return document === null
      ? { document }
      : { document, redirectedFrom: textColumn(redirect, 'former_path') };
  }

  #documentAt(path: string): Document | null {
    const row = this.#statements.document.get(path);
    return row === undefined ? null : documentFromRow(row);
  }

  /** Returns a page of the list of all documents; null after the last. */
  listPage(page: number): readonly ListedDocument[] | null {
    if (this.#listPage === null) return page === 0 ? this.#listOfEarlierVersion() : null;
    const row = this.#listPage.get(page);
    return row === undefined ? null : listPageFromRow(row);
  }

  #listOfEarlierVersion(): readonly ListedDocument[] {
    const documents = this.#statements.allEntries.all().map(entryFromRow);
    return inOrderOfRoots(documents, this.#sources).map(listedDocument);
  }

  /** Returns the entries of the documents at some paths. */
  entries(paths: readonly string[]): DocumentEntry[] {
    return [...new Set(paths)].flatMap((path) => this.#entry(path) ?? []);
  }

  /** Returns the publishes in the history, newest first. */
  publishes(): readonly PublishRecord[] {
    this.#publishes ??= this.#statements.publishes.all().map((row) => publishFromRow(row, this.#sources[0]));
    return this.#publishes;
  }

  /** As in `IndexReader`. */
  termCounts(terms: readonly string[]): Map<string, number> {
    return this.#words.termCounts(terms);
  }

  /** As in `IndexReader`. */
  namesUnder(keys: readonly number[], limit: number): string[] {
    return this.#words.namesUnder(keys, limit);
  }

  /** As in `IndexReader`. */
  outdatedNames(): OutdatedMentions {
    return readOutdatedNames(this.#db) ?? new Map();
  }

  /** Yields every document with its chunks, sorted by path. One is read at a time: the transaction must stay open. */
  *scan(): Generator<IndexedDocument> {
    const { documents, chunksOf } = this.#statements;
    for (const row of documents.iterate()) {
      const document = documentFromRow(row);
      const chunks = chunksOf.all(this.#space, document.path).map((chunk) => ({
        ...chunkFromRow(chunk),
        hasVector: numberColumn(chunk, 'has_vector') === 1,
      }));
      yield { document, chunks };
    }
  }
}

function prepareStatements(db: DatabaseSync) {
  return {
    entry: db.prepare('SELECT entry FROM documents WHERE path = ?'),
    allEntries: db.prepare('SELECT entry FROM documents'),
    document: db.prepare('SELECT entry, outline, content FROM documents WHERE path = ?'),
    documents: db.prepare('SELECT entry, outline, content FROM documents ORDER BY path'),
    redirect: db.prepare(`
      SELECT former_path, path FROM redirects WHERE former_path = ? COLLATE NOCASE
      ORDER BY former_path = ? DESC, former_path LIMIT 1`),
    publishes: db.prepare('SELECT record FROM publishes ORDER BY sequence DESC'),
    chunk: db.prepare('SELECT id, path, ordinal, content_hash, record FROM chunks WHERE key = ?'),
    chunksOf: db.prepare(`
      SELECT id, path, ordinal, content_hash, record, EXISTS (
        SELECT 1 FROM vectors v WHERE v.space = ? AND v.content_hash = c.content_hash
      ) AS has_vector
      FROM chunks c WHERE path = ? ORDER BY ordinal`),
  } satisfies Record<string, StatementSync>;
}
