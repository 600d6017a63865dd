import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Chunk, storedChunk } from '../../domain/chunk.ts';
import type { Document, DocumentEntry } from '../../domain/document.ts';
import type { PublishRecord } from '../../domain/history.ts';
import type { IndexStatus } from '../../domain/index-status.ts';
import { groupDocuments } from '../group-documents.ts';
import type { DocumentMatch, IndexedDocument, IndexQuery } from '../index-reader.ts';
import { FUSED_CANDIDATES, fuseRankings, lexicalScore } from '../rank-fusion.ts';
import { KeptRecords } from './kept-records.ts';
import { type KeyedChunk, LexicalSearch } from './lexical-search.ts';
import {
  number,
  STATUS_QUERY,
  statusOf,
  storedDocument,
  storedStatus,
  text,
  vectorSpace,
} from './stored-records.ts';
import { VectorSearch } from './vector-search.ts';

/** How many chunks a search ranks before it groups them into documents. */
const CANDIDATES = 300;

/** The queries an open index file is asked. Each is meant to run within one transaction. */
export class PublishedSequence {
  readonly #status: StatementSync;
  readonly #lexical: LexicalSearch;
  readonly #vectors: VectorSearch;
  readonly #entry: StatementSync;
  readonly #entries: StatementSync;
  readonly #document: StatementSync;
  readonly #redirect: StatementSync;
  readonly #publishes: StatementSync;
  readonly #chunk: StatementSync;
  readonly #keptEntries = new KeptRecords((path: string) => this.#entryAt(path));
  readonly #keptChunks = new KeptRecords((key: number) => this.#chunkAt(key));

  constructor(db: DatabaseSync) {
    this.#status = db.prepare(STATUS_QUERY);
    this.#lexical = new LexicalSearch(db);
    this.#vectors = new VectorSearch(db);
    this.#entry = db.prepare('SELECT entry FROM documents WHERE path = ?');
    this.#entries = db.prepare('SELECT entry FROM documents ORDER BY path');
    this.#document = db.prepare('SELECT entry, outline, content FROM documents WHERE path = ?');
    this.#redirect = db.prepare('SELECT path FROM redirects WHERE former_path = ?');
    this.#publishes = db.prepare('SELECT record FROM publishes ORDER BY sequence DESC');
    this.#chunk = db.prepare('SELECT record FROM chunks WHERE key = ?');
  }

  status(): IndexStatus {
    return statusOf(this.#status.get());
  }

  search(query: IndexQuery, status: IndexStatus): DocumentMatch[] {
    const published = `${status.sequence} ${status.syncedAt}`;
    const ranked = this.#rank(query, status, published);
    return groupDocuments(ranked, query.limit, query.chunksPerDocument).flatMap(({ path, score, chunks }) => {
      const document = this.#keptEntries.at(published, path);
      if (document === null) return [];
      return {
        document,
        score,
        chunks: chunks.map(({ key, score }) => ({ chunk: this.#keptChunks.at(published, key), score })),
      };
    });
  }

  #entryAt(path: string): DocumentEntry | null {
    const row = this.#entry.get(path);
    return row === undefined ? null : (JSON.parse(text(row, 'entry')) as DocumentEntry);
  }

  #rank(
    { text: query, vector, lexicalWeight = 1, pathPrefix = '' }: IndexQuery,
    status: IndexStatus,
    published: string,
  ): KeyedChunk[] {
    const space = vectorSpace(status.fingerprint);
    if (space === null || vector === undefined || vector.length !== status.fingerprint?.dimensions) {
      const found = this.#lexical.search(query, pathPrefix, CANDIDATES, published);
      return found.map((chunk) => ({ ...chunk, score: lexicalScore(chunk.score) }));
    }
    const lexical = this.#lexical.search(query, pathPrefix, FUSED_CANDIDATES, published);
    const dense = this.#vectors.search(vector, space, status.sequence, pathPrefix, FUSED_CANDIDATES);
    const byKey = new Map([...lexical, ...dense].map((chunk) => [chunk.key, chunk]));
    const fused = fuseRankings(dense, lexical, lexicalWeight);
    return [...byKey.values()].flatMap((chunk) => {
      const score = fused.get(chunk.key);
      return score === undefined ? [] : [{ ...chunk, score }];
    });
  }

  #chunkAt(key: number): Chunk {
    const row = this.#chunk.get(key);
    if (row === undefined) throw new Error(`chunk ${key} has gone within a transaction`);
    return storedChunk(JSON.parse(text(row, 'record')));
  }

  document(path: string): { document: Document | null; redirectedFrom?: string } {
    const direct = this.#documentAt(path);
    if (direct !== null) return { document: direct };
    const redirect = this.#redirect.get(path);
    const document = redirect === undefined ? null : this.#documentAt(text(redirect, 'path'));
    return document === null ? { document } : { document, redirectedFrom: path };
  }

  #documentAt(path: string): Document | null {
    const row = this.#document.get(path);
    return row === undefined ? null : storedDocument(row);
  }

  documents(): DocumentEntry[] {
    return this.#entries.all().map((row) => JSON.parse(text(row, 'entry')) as DocumentEntry);
  }

  /** Newest first. */
  publishes(): PublishRecord[] {
    return this.#publishes.all().map((row) => JSON.parse(text(row, 'record')) as PublishRecord);
  }
}

/** Every document with its chunks, sorted by path, read one at a time from within a transaction. */
export function* scanDocuments(db: DatabaseSync): Generator<IndexedDocument> {
  const space = vectorSpace(storedStatus(db).fingerprint);
  const documents = db.prepare('SELECT entry, outline, content FROM documents ORDER BY path');
  const chunks = db.prepare(`
    SELECT record, EXISTS (
      SELECT 1 FROM vectors v WHERE v.space = ? AND v.content_hash = c.content_hash
    ) AS has_vector
    FROM chunks c WHERE path = ? ORDER BY ordinal`);
  for (const row of documents.iterate()) {
    const document = storedDocument(row);
    yield {
      document,
      chunks: chunks.all(space, document.path).map((chunk) => ({
        ...storedChunk(JSON.parse(text(chunk, 'record'))),
        hasVector: number(chunk, 'has_vector') === 1,
      })),
    };
  }
}
