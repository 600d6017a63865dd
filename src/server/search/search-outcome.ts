import { LRUCache } from 'lru-cache';
import type { IndexStatus } from '../../shared/domain/index-status.ts';

export interface SearchRequest {
  /** The query as the client sent it. */
  readonly query: string;
  /** 1 to 20. */
  readonly maxResults: number;
  /** Results below this score (0 to 1) are left out. */
  readonly minScore?: number;
  readonly pathPrefix?: string;
}

export interface FoundSection {
  readonly heading: string;
  readonly breadcrumbs: readonly string[];
  readonly url: string;
  /** The passage as readable Markdown; consecutive chunks are merged. */
  readonly snippet: string;
  readonly score: number;
}

export interface FoundDocument {
  readonly path: string;
  readonly title: string;
  readonly url: string;
  /** 0 to 1, best first. */
  readonly score: number;
  readonly summary: string;
  readonly entities: readonly string[];
  readonly updatedAt: string | null;
  readonly sections: readonly FoundSection[];
}

export type SearchMode = 'hybrid' | 'lexical';

/** Why a search is lexical; docs/operations.md says what to do about each. */
export type LexicalReason =
  | 'no_embedder'
  | 'embedder_failing'
  | 'fingerprint_mismatch'
  | 'index_without_vectors';

/** How the server searches now, or searched for one request. */
export interface SearchModeInfo {
  readonly mode: SearchMode;
  /** Why the search is lexical; absent when it is hybrid. */
  readonly reason?: LexicalReason;
}

export interface SearchOutcome extends SearchModeInfo {
  readonly status: IndexStatus;
  readonly documents: readonly FoundDocument[];
  /** False when the documents are only the nearest there are, and unlikely to answer the query. */
  readonly confident: boolean;
  /** Sentences for the model: nothing close, a corrected name, an empty index. */
  readonly message?: string;
}

/** Outcomes kept: at most about 5 MB of text. */
const CAPACITY = 128;

/** The latest searches of a snapshot: agents ask the same things again, and page through an outcome. */
export class OutcomeCache {
  readonly #outcomes = new LRUCache<string, SearchOutcome>({ max: CAPACITY });

  /**
   * @param status of the snapshot, as the request knows it
   * @returns the outcome of the same request, with that status
   */
  find(request: SearchRequest, status: IndexStatus): SearchOutcome | null {
    const outcome = this.#outcomes.get(keyOf(request));
    return outcome === undefined ? null : { ...outcome, status };
  }

  /** Keeps an outcome, unless the next attempt may do better because the embedder failed. */
  keep(request: SearchRequest, outcome: SearchOutcome): void {
    if (outcome.reason !== 'embedder_failing') this.#outcomes.set(keyOf(request), outcome);
  }
}

function keyOf({ query, maxResults, minScore, pathPrefix }: SearchRequest): string {
  return JSON.stringify([query, maxResults, minScore, pathPrefix]);
}
