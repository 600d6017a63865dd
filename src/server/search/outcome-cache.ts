import { LRUCache } from 'lru-cache';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { SearchOutcome, SearchRequest } from './search-outcome.ts';

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
