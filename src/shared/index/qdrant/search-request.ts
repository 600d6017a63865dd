import type { Schemas } from '@qdrant/js-client-rest';
import type { IndexQuery } from '../index-reader.ts';
import { lexicalScore } from '../lexical-score.ts';
import { RRF_K } from '../rank-fusion.ts';
import { questionDocument } from './bm25.ts';
import { BM25, DENSE, type Filter } from './points.ts';

type QueryRequest = Schemas['QueryRequest'];

/** How deep each ranking goes into the fusion: what is further down in one of them would add next to nothing. */
const FUSED_CANDIDATES = 200;
/** Passages looked at for each document wanted, so that a few long documents do not crowd out the others. */
const CANDIDATES_PER_DOCUMENT = 5;
const MAX_CANDIDATES = 1_000;
/** Of the dense ranking and of the lexical one. */
const WEIGHTS = { dense: 1, lexical: 1 };

export interface ChunkSearch {
  readonly request: QueryRequest;
  /** Maps Qdrant's score to 0..1. */
  readonly scoreOf: (score: number) => number;
}

/**
 * The search for chunks that a query comes to.
 * @param visible what the published sequence and the path prefix let through
 * @param withVectors whether the generation has vectors the query's can be compared with
 * @returns null where there is nothing to look for
 */
export function chunkSearch(query: IndexQuery, visible: Filter, withVectors: boolean): ChunkSearch | null {
  const question = questionDocument(query.text);
  const common = {
    limit: Math.min(MAX_CANDIDATES, query.limit * CANDIDATES_PER_DOCUMENT + query.chunksPerDocument),
    with_payload: ['chunk'],
  };
  if (query.vector === undefined || !withVectors) {
    if (question === null) return null;
    return {
      request: { ...common, query: { nearest: question }, using: BM25, filter: visible },
      scoreOf: lexicalScore,
    };
  }
  const dense = { query: { nearest: [...query.vector] }, using: DENSE, weight: WEIGHTS.dense };
  const lexical = question && { query: { nearest: question }, using: BM25, weight: WEIGHTS.lexical };
  const rankings = [dense, ...(lexical === null ? [] : [lexical])];
  return {
    request: {
      ...common,
      prefetch: rankings.map(({ query, using }) => ({
        query,
        using,
        filter: visible,
        limit: FUSED_CANDIDATES,
      })),
      // Qdrant counts ranks from 0.
      query: { rrf: { k: RRF_K + 1, weights: rankings.map(({ weight }) => weight) } },
    },
    scoreOf: (score) => Math.min(1, score / BEST_FUSED),
  };
}

/** What a chunk that leads both rankings gets. Qdrant weighs by stretching ranks. */
const BEST_FUSED = Object.values(WEIGHTS).reduce((sum, weight) => sum + 1 / (1 / weight + RRF_K), 0);
