import type { Schemas } from '@qdrant/js-client-rest';
import { DEFAULT_LANGUAGE } from '../../domain/document.ts';
import type { IndexQuery } from '../index-reader.ts';
import { FUSED_CANDIDATES, fuseRankings, lexicalScore, lexicalWeight, type Scored } from '../ranking.ts';
import { BM25_VECTOR, type Condition, DENSE_VECTOR, type Filter, foldersOf } from './points.ts';
import type { PublishedPoints } from './published-points.ts';

type QueryRequest = Schemas['QueryRequest'];
type ScoredPoint = Schemas['ScoredPoint'];

/** Chunks requested per document wanted, so that a few long documents do not crowd out the others. */
const CANDIDATES_PER_DOCUMENT = 5;
const MAX_CANDIDATES = 1_000;

/**
 * How many vectors a search of Qdrant's graph keeps in view. With its default of 100 it misses 11 % of the nearest 100 of
 * 41,519 chunks, and 5 % of the nearest ten; with 256, 1.6 % and 0.6 %, in 1.2 times the processor time.
 */
const HNSW_CANDIDATES = 256;

/** What documents are grouped by. The rest of a chunk is read of those that are chosen: most are not. */
const GROUPING_FIELDS = ['chunk.path', 'chunk.ordinal'];

/** What the BM25 vectors of chunks are compared with: a vector, or a text of which Qdrant makes one. */
export type LexicalQuery = Schemas['SparseVector'] | Schemas['Document'];

export interface SearchedQuery {
  readonly query: IndexQuery;
  /** null: no chunk would be found */
  readonly lexical: LexicalQuery | null;
  /** How many the published sequence has. */
  readonly chunks: number;
}

export interface ChunkSearch {
  readonly requests: readonly QueryRequest[];
  /** Combines the results of the requests: each point once, with a score from 0 to 1, unordered. */
  readonly combine: (results: readonly (readonly ScoredPoint[])[]) => ScoredPoint[];
}

/**
 * Translates a query into requests for chunks. Rankings are fused here and not by Qdrant, so that both kinds of index
 * give the same results.
 * @param visible matches the chunks of the published sequence that the query may find
 * @param vectorsComparable whether the generation has vectors that the query's can be compared with
 * @returns null if there is nothing to search for
 */
export function chunkSearch(
  { query, lexical: nearest, chunks }: SearchedQuery,
  visible: Filter,
  vectorsComparable: boolean,
): ChunkSearch | null {
  const common = { filter: visible, with_payload: GROUPING_FIELDS };
  const lexical = nearest && { ...common, query: { nearest }, using: BM25_VECTOR };
  if (query.vector === undefined || !vectorsComparable) {
    if (lexical === null) return null;
    const limit = query.limit * CANDIDATES_PER_DOCUMENT + query.chunksPerDocument;
    return {
      requests: [{ ...lexical, limit: Math.min(MAX_CANDIDATES, limit) }],
      combine: (results) =>
        results.flat().map((point) => ({ ...point, score: lexicalScore(withoutNoise(point.score)) })),
    };
  }
  const nearestVectors = { query: { nearest: [...query.vector] }, params: { hnsw_ef: HNSW_CANDIDATES } };
  const dense = { ...common, ...nearestVectors, using: DENSE_VECTOR };
  const requests = lexical === null ? [dense] : [dense, lexical];
  return {
    requests: requests.map((request) => ({ ...request, limit: FUSED_CANDIDATES })),
    combine: ([densePoints = [], lexicalPoints = []]) =>
      fused(densePoints.filter(isSimilar), lexicalPoints, query.text, chunks),
  };
}

function fused(
  dense: readonly ScoredPoint[],
  lexical: readonly ScoredPoint[],
  text: string,
  chunks: number,
): ScoredPoint[] {
  const ranked = lexical.map(withoutNoiseIn);
  const scores = fuseRankings(dense.map(toScored), ranked, lexicalWeight(text, ranked, chunks));
  const points = new Map([...dense, ...lexical].map((point) => [point.id, point]));
  return [...points.values()].map((point) => ({ ...point, score: scores.get(point.id) ?? 0 }));
}

/**
 * Qdrant adds up the 32-bit floats of a chunk's terms in the order in which the terms came into a shard, so that chunks
 * with the same terms differ in the seventh digit. Without it, they are equal and ranked by their paths.
 */
function withoutNoise(bm25: number): number {
  return Math.round(bm25 * 1e4) / 1e4;
}

function withoutNoiseIn({ id, score }: ScoredPoint): Scored<ScoredPoint['id']> {
  return { key: id, score: withoutNoise(score) };
}

/** As in SQLite: a chunk in no direction of the query's, or in the opposite one, is not found by its vector. */
function isSimilar({ score: cosine }: ScoredPoint): boolean {
  return cosine > 0;
}

function toScored({ id, score }: ScoredPoint): Scored<ScoredPoint['id']> {
  return { key: id, score };
}

/**
 * Returns a condition that matches exactly the chunks in a query's languages. Points of older versions lack the field,
 * and are in `DEFAULT_LANGUAGE`.
 */
export function languageConditions({ languages }: Pick<IndexQuery, 'languages'>): Condition[] {
  if (languages === undefined) return [];
  const named = 'only' in languages ? languages.only : languages.except;
  const inThese: Condition[] = [
    { key: 'language', match: { any: [...named] } },
    ...(named.includes(DEFAULT_LANGUAGE) ? [{ is_empty: { key: 'language' } }] : []),
  ];
  return ['only' in languages ? { should: inThese } : { must_not: inThese }];
}

/**
 * Returns conditions that match exactly the points whose path starts with a prefix. Qdrant has no such condition. Folders
 * are matched by a field. For a prefix that ends within a name, the names in its folder are read: of folders as Qdrant
 * counts them, and of the documents directly in it, so that what is read does not grow with the documents further down.
 * @returns null if no document's path starts with the prefix
 */
export async function prefixConditions(points: PublishedPoints, prefix: string): Promise<Condition[] | null> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (folder === prefix) return inFolder(folder);
  const depth = foldersOf(folder).length;
  const directlyIn = { key: 'folders', values_count: { gte: depth, lte: depth } };
  const [folders, paths] = await Promise.all([
    points.documentFolders(inFolder(folder)),
    points.documentPaths({ conditions: [...inFolder(folder), directlyIn] }),
  ]);
  const startsWithPrefix = (path: string) => path.startsWith(prefix);
  const below = folders.filter((each) => startsWithPrefix(each) && foldersOf(each).length === depth + 1);
  const direct = paths.filter(startsWithPrefix);
  if (below.length + direct.length === 0) return null;
  return [
    {
      should: [
        { key: 'folders', match: { any: below } },
        { key: 'path', match: { any: direct } },
      ],
    },
  ];
}

/** Returns a condition that matches everything but what is below the folders that a query leaves out. */
export function exceptConditions({ exceptFolders = [] }: Pick<IndexQuery, 'exceptFolders'>): Condition[] {
  if (exceptFolders.length === 0) return [];
  return [{ must_not: [{ key: 'folders', match: { any: [...exceptFolders] } }] }];
}

/** Matches everything below a folder; `''` is the whole index. */
function inFolder(folder: string): Condition[] {
  return folder === '' ? [] : [{ key: 'folders', match: { value: folder } }];
}
