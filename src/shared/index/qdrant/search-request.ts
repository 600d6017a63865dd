import type { Schemas } from '@qdrant/js-client-rest';
import type { IndexQuery } from '../index-reader.ts';
import { lexicalScore } from '../lexical-score.ts';
import { FUSED_CANDIDATES, fuseRankings, type Scored } from '../rank-fusion.ts';
import { questionDocument } from './bm25.ts';
import { BM25, DENSE, type Filter } from './points.ts';

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
  const question = questionDocument(query.text);
  const common = { filter: visible, with_payload: ['chunk'] };
  const byWords = question && { ...common, query: { nearest: question }, using: BM25 };
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
