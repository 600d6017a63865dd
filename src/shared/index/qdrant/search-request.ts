import type { Schemas } from '@qdrant/js-client-rest';
import type { IndexQuery } from '../index-reader.ts';
import { FUSED_CANDIDATES, fuseRankings, lexicalScore, type Scored } from '../rank-fusion.ts';
import { BM25, DENSE, type Filter, queryDocument } from './points.ts';
import type { PublishedPoints } from './published-points.ts';

type QueryRequest = Schemas['QueryRequest'];
type ScoredPoint = Schemas['ScoredPoint'];

/** Passages looked at for each document wanted, so that a few long documents do not crowd out the others. */
const CANDIDATES_PER_DOCUMENT = 5;
const MAX_CANDIDATES = 1_000;

export interface ChunkSearch {
  readonly requests: readonly QueryRequest[];
  /** Puts together what was found for each request, each point once and with a score from 0 to 1. */
  readonly scored: (found: readonly (readonly ScoredPoint[])[]) => ScoredPoint[];
}

/**
 * The search for chunks that a query comes to. Rankings are fused here and not by Qdrant, so that both kinds of index
 * answer alike.
 * @param visible what the published sequence and the path prefix let through
 * @param withVectors whether the generation has vectors the query's can be compared with
 * @returns null where there is nothing to look for
 */
export function chunkSearch(query: IndexQuery, visible: Filter, withVectors: boolean): ChunkSearch | null {
  const nearest = queryDocument(query.text);
  const common = { filter: visible, with_payload: ['chunk'] };
  const byWords = nearest && { ...common, query: { nearest }, using: BM25 };
  if (query.vector === undefined || !withVectors) {
    if (byWords === null) return null;
    const limit = query.limit * CANDIDATES_PER_DOCUMENT + query.chunksPerDocument;
    return {
      requests: [{ ...byWords, limit: Math.min(MAX_CANDIDATES, limit) }],
      scored: (found) => found.flat().map((point) => ({ ...point, score: lexicalScore(point.score) })),
    };
  }
  const { lexicalWeight = 1 } = query;
  const byVector = { ...common, query: { nearest: [...query.vector] }, using: DENSE };
  const wordsCount = byWords === null ? 0 : lexicalWeight;
  return {
    requests: [byVector, ...(byWords === null || wordsCount === 0 ? [] : [byWords])].map((request) => ({
      ...request,
      limit: FUSED_CANDIDATES,
    })),
    scored: ([dense = [], words = []]) => fused(dense, words, wordsCount),
  };
}

function fused(
  dense: readonly ScoredPoint[],
  words: readonly ScoredPoint[],
  lexicalWeight: number,
): ScoredPoint[] {
  const scores = fuseRankings(dense.map(keyed), words.map(keyed), lexicalWeight);
  const points = new Map([...dense, ...words].map((point) => [point.id, point]));
  return [...points.values()].map((point) => ({ ...point, score: scores.get(point.id) ?? 0 }));
}

function keyed({ id, score }: ScoredPoint): Scored<ScoredPoint['id']> {
  return { key: id, score };
}

type Condition = Schemas['FieldCondition'];

/**
 * What lets through exactly the points whose path starts with a prefix. Qdrant has no such condition: folders are
 * matched as a whole, and a prefix that ends within a name is looked up among the paths of its folder first.
 * @returns null when no document's path starts so
 */
export async function prefixCondition(points: PublishedPoints, prefix: string): Promise<Condition[] | null> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (folder === prefix) return inFolder(folder);
  const paths = (await points.paths(inFolder(folder))).filter((path) => path.startsWith(prefix));
  return paths.length === 0 ? null : [{ key: 'path', match: { any: paths } }];
}

/** Everything below a folder; `''` is the docs root. */
function inFolder(folder: string): Condition[] {
  return folder === '' ? [] : [{ key: 'folders', match: { value: folder } }];
}
