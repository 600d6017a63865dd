import { DatabaseSync } from 'node:sqlite';
import type { Chunk } from '../../src/shared/domain/chunk.ts';
import type { Document } from '../../src/shared/domain/document.ts';
import { embeddedText } from '../../src/shared/domain/embedded-text.ts';
import { EMPTY_STATUS } from '../../src/shared/domain/index-status.ts';
import type { Embedder } from '../../src/shared/embedding/embedder.ts';
import { groupDocuments } from '../../src/shared/index/group-documents.ts';
import type { IndexReader } from '../../src/shared/index/index-reader.ts';
import { FUSED_CANDIDATES, fuseRankings, lexicalScore } from '../../src/shared/index/rank-fusion.ts';
import { SCHEMA } from '../../src/shared/index/sqlite/schema.ts';
import { TermScores } from '../../src/shared/index/sqlite/term-scores.ts';
import { cosines, direction } from '../../src/shared/index/sqlite/vector-search.ts';
import { type LexicalFields, lexicalFields } from '../../src/shared/lexical/lexical-fields.ts';
import { queryTerms } from '../../src/shared/lexical/query-terms.ts';

/** What an index is made of. What is left out is as in the product. */
export interface MemoryIndexParts {
  readonly chunks: readonly Chunk[];
  readonly fields?: (chunk: Chunk) => LexicalFields;
  /** Weights of title, headings, body and identifiers. */
  readonly weights?: Readonly<Record<keyof LexicalFields, number>>;
  readonly terms?: (question: string) => readonly string[];
  readonly embedded?: (chunk: Chunk) => string;
  readonly fuse?: typeof fuseRankings<number>;
  /** How much the lexical ranking counts beside the dense one, whatever the question. */
  readonly lexical?: number;
}

const STATUS = { ...EMPTY_STATUS, sequence: 1 };
/** How many chunks a lexical search looks at. */
const LISTED = 300;

/** An index in memory that searches as the product's SQLite index does, as far as its parts leave it so. */
export async function memoryIndex(
  documents: readonly Document[],
  parts: MemoryIndexParts,
  embedder: Embedder | null,
): Promise<Pick<IndexReader, 'status' | 'search' | 'scan'>> {
  const { chunks, fields = lexicalFields, weights } = parts;
  const { terms = queryTerms, embedded = embeddedText, fuse = fuseRankings, lexical } = parts;
  const entries = new Map(documents.map((document) => [document.path, document]));
  const matching = fullText(chunks.map(fields), weights);
  const directions = (await embedder?.embed(chunks.map(embedded)))?.vectors.map(direction) ?? [];

  const byWords = (text: string) => matching(terms(text));
  const byVector = (vector: Float32Array) =>
    [...cosines(direction(vector), directions)]
      .map((score, key) => ({ key, score }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, FUSED_CANDIDATES);

  return {
    status: async () => STATUS,
    async search({ text, vector, lexicalWeight = 1, limit, chunksPerDocument }) {
      const words = byWords(text);
      const scores =
        vector === undefined
          ? new Map(words.map(({ key, score }) => [key, lexicalScore(score)]))
          : fuse(byVector(vector), words.slice(0, FUSED_CANDIDATES), lexical ?? lexicalWeight);
      const ranked = [...scores].flatMap(([key, score]) => {
        const chunk = chunks[key];
        return chunk === undefined ? [] : [{ chunk, score, path: chunk.path, ordinal: chunk.ordinal }];
      });
      const matches = groupDocuments(ranked, limit, chunksPerDocument).flatMap(
        ({ path, score, chunks: passages }) => {
          const document = entries.get(path);
          return document === undefined ? [] : [{ document, score, chunks: passages }];
        },
      );
      return { matches, status: STATUS };
    },
    async *scan() {
      for (const document of documents) {
        const own = chunks.filter(({ path }) => path === document.path);
        yield { document, chunks: own.map((chunk) => ({ ...chunk, hasVector: false })) };
      }
    },
  };
}

/** BM25 over the fields of numbered chunks, best first. */
function fullText(texts: readonly LexicalFields[], weights: MemoryIndexParts['weights']) {
  const db = new DatabaseSync(':memory:');
  db.exec(SCHEMA);
  const insert = db.prepare(
    'INSERT INTO chunk_words (rowid, title, headings, body, identifiers) VALUES (?, ?, ?, ?, ?)',
  );
  texts.forEach(({ title, headings, body, identifiers }, key) => {
    insert.run(key, title, headings, body, identifiers);
  });
  const scores = new TermScores(db, weights);
  return (terms: readonly string[]) =>
    scores.best(terms, LISTED).toSorted((a, b) => b.score - a.score || a.key - b.key);
}
