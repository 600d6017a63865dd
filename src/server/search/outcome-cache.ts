import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { snapshotId } from '../../shared/domain/index-status.ts';
import type { SearchOutcome, SearchRequest } from './search-outcome.ts';

/** Answers kept: about 5 MB of text at the most. */
const CAPACITY = 128;

/**
 * The latest searches of one publish: agents ask the same things. An outcome is handed out again only for the very
 * publish it was made from, and one that was degraded by a failing embedder not at all.
 */
export class OutcomeCache {
  #tag = '';
  readonly #outcomes = new Map<string, SearchOutcome>();

  /** @returns the outcome of the same request at the same publish, with the status as it is now */
  find(request: SearchRequest, status: IndexStatus): SearchOutcome | null {
    if (snapshotId(status) !== this.#tag) return null;
    const key = JSON.stringify(request);
    const known = this.#outcomes.get(key);
    if (known === undefined) return null;
    this.#outcomes.delete(key);
    this.#outcomes.set(key, known);
    return { ...known, status };
  }

  keep(request: SearchRequest, outcome: SearchOutcome): void {
    if (outcome.reason === 'embedder_failing') return;
    const tag = snapshotId(outcome.status);
    if (tag !== this.#tag) this.#outcomes.clear();
    this.#tag = tag;
    this.#outcomes.set(JSON.stringify(request), outcome);
    if (this.#outcomes.size <= CAPACITY) return;
    const oldest = this.#outcomes.keys().next();
    if (oldest.done !== true) this.#outcomes.delete(oldest.value);
  }
}
