import { DatabaseSync } from 'node:sqlite';
import { Catalog } from '../../src/server/documents/catalog.ts';
import { RANKING, type RankingWeights } from '../../src/server/search/rank-documents.ts';
import { searchDocs } from '../../src/server/search/search-docs.ts';
import { Vocabulary } from '../../src/server/search/vocabulary.ts';
import { type Chunk, embeddedText } from '../../src/shared/domain/chunk.ts';
import type { Embedder } from '../../src/shared/embedding/embedder.ts';
import type { IndexQuery, IndexReader } from '../../src/shared/index/index-reader.ts';
import {
  FUSED_CANDIDATES,
  fuseRankings,
  groupDocuments,
  lexicalScore,
  lexicalWeight,
} from '../../src/shared/index/ranking.ts';
import { SCHEMA } from '../../src/shared/index/sqlite/schema.ts';
import { TermScores } from '../../src/shared/index/sqlite/term-scores.ts';
import { type LexicalFields, lexicalFields, queryTerms } from '../../src/shared/lexical/lexical-terms.ts';
import { wordsInMemory } from '../../test/support/words-in-memory.ts';
import type { Corpus } from '../corpus.ts';
import type { Engine } from '../measure.ts';
import { vectorList } from './baselines.ts';

/** The product's search with some of its parts replaced. An absent part is the product's own. */
export interface SearchVariant {
  readonly name: string;
  readonly chunks: readonly Chunk[];
  /** The text of a chunk that the lexical search indexes. */
  readonly fields?: (chunk: Chunk) => LexicalFields;
  /** Weights of title, headings, body and identifiers. */
  readonly weights?: Readonly<Record<keyof LexicalFields, number>>;
  /** The terms that the lexical search takes from a query. */
  readonly terms?: (query: string) => readonly string[];
  /** Whether the search corrects names that the docs do not know; it does where absent. */
  readonly spelling?: boolean;
  /** The text of a chunk that is embedded. */
  readonly embedded?: (chunk: Chunk) => string;
  /** Weight of the lexical ranking beside the dense one, whatever the query. */
  readonly lexicalWeight?: number;
  readonly fuse?: typeof fuseRankings<number>;
  readonly ranking?: Partial<RankingWeights>;
}

/** How many chunks the lexical search ranks. */
const LEXICAL_CANDIDATES = 300;

/**
 * A variant of the product's search over an index in memory.
 * @param embedder makes the search hybrid; null leaves it lexical
 * @throws what the embedder throws, here and in each search
 */
export async function variantEngine(
  corpus: Pick<Corpus, 'documents' | 'status'>,
  variant: SearchVariant,
  embedder: Embedder | null,
): Promise<Engine> {
  const { ranking = {}, spelling = true } = variant;
  const reader = await memoryIndex(corpus, variant, embedder);
  const deps = {
    reader,
    weights: { ...RANKING, ...ranking },
    ...(embedder === null ? {} : { queryVectors: { vectorFor: (text: string) => vectorOf(text, embedder) } }),
  };
  const snapshot = {
    status: corpus.status,
    catalog: new Catalog(reader),
    ...(spelling ? { vocabulary: new Vocabulary(wordsInMemory(variant.chunks)) } : {}),
  };
  return {
    name: variant.name,
    async search(query) {
      const { documents: found } = await searchDocs(deps, { query, maxResults: 10 }, snapshot);
      return {
        found: found.map(({ path, sections }) => ({
          path,
          sections: sections.map(({ url, snippet }) => ({ url, text: snippet })),
        })),
      };
    },
  };
}

async function vectorOf(text: string, embedder: Embedder): Promise<{ vector: Float32Array }> {
  const [vector] = (await embedder.embed([text])).vectors;
  if (vector === undefined) throw new Error('the embedder gave no vector');
  return { vector };
}

/** An index in memory that searches as the product's SQLite index does, but for the parts that a variant replaces. */
async function memoryIndex(
  { documents, status }: Pick<Corpus, 'documents' | 'status'>,
  variant: SearchVariant,
  embedder: Embedder | null,
): Promise<Pick<IndexReader, 'search' | 'list' | 'entries'>> {
  const { chunks, fields = lexicalFields, terms = queryTerms } = variant;
  const { embedded = embeddedText, fuse = fuseRankings } = variant;
  const documentAt = new Map(documents.map((document) => [document.path, document]));
  const bestByTerms = bm25(chunks.map(fields), variant.weights);
  const list = vectorList((await embedder?.embed(chunks.map(embedded)))?.vectors ?? []);

  const bestByVector = (vector: Float32Array, among: ReadonlySet<number>) =>
    [...list.cosines(vector)]
      .map((score, key) => ({ key, score }))
      .filter(({ key, score }) => score > 0 && among.has(key))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, FUSED_CANDIDATES);

  return {
    async search({ text, vector, limit, chunksPerDocument, languages }) {
      const among = new Set(
        chunks.flatMap(({ path }, key) =>
          isInLanguages(documentAt.get(path)?.language ?? 'en', languages) ? [key] : [],
        ),
      );
      const lexical = bestByTerms(terms(text), among);
      const weight = variant.lexicalWeight ?? lexicalWeight(text, lexical, chunks.length);
      const scores =
        vector === undefined
          ? new Map(lexical.map(({ key, score }) => [key, lexicalScore(score)]))
          : fuse(bestByVector(vector, among), lexical.slice(0, FUSED_CANDIDATES), weight);
      const ranked = [...scores].flatMap(([key, score]) => {
        const chunk = chunks[key];
        return chunk === undefined ? [] : [{ chunk, score, path: chunk.path, ordinal: chunk.ordinal }];
      });
      const matches = groupDocuments(ranked, limit, chunksPerDocument).flatMap(
        ({ path, score, chunks: passages }) => {
          const document = documentAt.get(path);
          return document === undefined ? [] : [{ document, score, chunks: passages }];
        },
      );
      return { matches, status };
    },
    list: async () => ({ documents, status }),
    entries: async (paths) => ({ entries: paths.flatMap((path) => documentAt.get(path) ?? []), status }),
  };
}

function isInLanguages(language: string, languages: IndexQuery['languages']): boolean {
  if (languages === undefined) return true;
  if ('only' in languages) return languages.only.includes(language);
  return !languages.except.includes(language);
}

/** BM25 over the fields of chunks, by their number: terms in, the best chunks out, best first. */
function bm25(texts: readonly LexicalFields[], weights: SearchVariant['weights']) {
  const db = new DatabaseSync(':memory:');
  db.exec(SCHEMA);
  const insert = db.prepare(
    'INSERT INTO chunk_words (rowid, title, headings, body, identifiers) VALUES (?, ?, ?, ?, ?)',
  );
  texts.forEach(({ title, headings, body, identifiers }, key) => {
    insert.run(key, title, headings, body, identifiers);
  });
  const scores = new TermScores(db, weights);
  return (terms: readonly string[], among: ReadonlySet<number>) =>
    scores.best(terms, LEXICAL_CANDIDATES, among).toSorted((a, b) => b.score - a.score || a.key - b.key);
}
