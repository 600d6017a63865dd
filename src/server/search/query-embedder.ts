import { LRUCache } from 'lru-cache';
import type { Clock } from '../../shared/clock.ts';
import { type Fingerprint, sameVectors } from '../../shared/domain/index-status.ts';
import type { Embedder } from '../../shared/embedding/embedder.ts';
import { isWordTable } from '../../shared/embedding/word-vectors.ts';
import { isTransient } from '../../shared/error-codes.ts';
import type { Logger } from '../../shared/logger.ts';
import { describeError, OperationalError } from '../../shared/operational-error.ts';
import { untilAborted } from '../index-access/deadline.ts';
import type { HybridReason, LexicalReason, SearchModeInfo } from './search-outcome.ts';

/** A query as a vector that can be compared with those of the index, or why there is none. */
export type QueryVector =
  | { readonly vector: Float32Array; readonly reason?: HybridReason }
  | { readonly vector?: never; readonly reason: LexicalReason };

/** Where a search gets the query's vector from. Rejects only when `signal` aborts: a search without a vector is lexical. */
export interface QueryVectors {
  /** @param fingerprint what the published index was built with, null while it is empty */
  vectorFor(query: string, fingerprint: Fingerprint | null, signal?: AbortSignal): Promise<QueryVector>;
}

/** How long a search waits for its vector before it goes on without one, in milliseconds. */
const EMBEDDING_TIMEOUT_MS = 2_000;
/** Queries whose vectors are kept: 3 MB in all at 1,536 floats each. */
const CACHED_VECTORS = 500;
/** The rest of a longer query is neither embedded nor searched for. */
const MAX_CHARACTERS = 4_000;

export interface QueryEmbedderOptions {
  readonly embedder: Embedder;
  /** What the model expects before every query; absent: nothing. */
  readonly prefix?: string | undefined;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  readonly timeoutMs?: number;
}

/** Embeds queries as long as the embedder matches the index and answers in time; otherwise says why it does not. */
export class QueryEmbedder implements QueryVectors {
  readonly #embedder: Embedder;
  readonly #hybridReason: { readonly reason?: HybridReason };
  readonly #prefix: string;
  readonly #logger: Pick<Logger, 'warn' | 'info'>;
  readonly #timeoutMs: number;
  readonly #breaker: CircuitBreaker;
  readonly #vectors = new LRUCache<string, Float32Array>({ max: CACHED_VECTORS });

  constructor({
    embedder,
    prefix = '',
    clock,
    logger,
    timeoutMs = EMBEDDING_TIMEOUT_MS,
  }: QueryEmbedderOptions) {
    this.#embedder = embedder;
    this.#hybridReason = isWordTable(embedder.model) ? { reason: 'words' } : {};
    this.#prefix = prefix;
    this.#logger = logger;
    this.#timeoutMs = timeoutMs;
    this.#breaker = new CircuitBreaker(clock);
  }

  /** The mode a search would have now, found out without a request to the embedder. */
  mode(fingerprint: Fingerprint | null): SearchModeInfo {
    const reason = this.#mismatch(fingerprint) ?? (this.#breaker.open ? 'embedder_failing' : null);
    return reason === null ? { mode: 'hybrid', ...this.#hybridReason } : { mode: 'lexical', reason };
  }

  async vectorFor(
    query: string,
    fingerprint: Fingerprint | null,
    signal?: AbortSignal,
  ): Promise<QueryVector> {
    const mismatch = this.#mismatch(fingerprint);
    if (mismatch !== null) return { reason: mismatch };
    const text = query.slice(0, MAX_CHARACTERS).toWellFormed().trim();
    const vector = this.#vectors.get(text) ?? (await this.#embed(text, signal));
    if (vector === null) return { reason: 'embedder_failing' };
    // A vector of zeros has no direction: every document would be as near as any other.
    if (vector.every((value) => value === 0)) return { reason: 'no_known_words' };
    return { vector, ...this.#hybridReason };
  }

  /** Why vectors of this embedder cannot be compared with those of the index; null if they can. */
  #mismatch(fingerprint: Fingerprint | null): LexicalReason | null {
    if (fingerprint === null || fingerprint.model === null) return 'index_without_vectors';
    return sameVectors(fingerprint, this.#embedder) ? null : 'fingerprint_mismatch';
  }

  async #embed(text: string, signal: AbortSignal | undefined): Promise<Float32Array | null> {
    if (text === '' || !this.#breaker.allows()) return null;
    const wasOpen = this.#breaker.open;
    // Not AbortSignal.timeout and any: what they make lives on for the whole time, of every query.
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), this.#timeoutMs);
    try {
      const { vectors } = await untilAborted(
        (stop) => this.#embedder.embed([this.#prefix + text], stop),
        signal === undefined ? [timeout.signal] : [signal, timeout.signal],
      );
      const [vector] = vectors;
      if (vector === undefined) throw new Error('the embedder returned no vector for a text');
      this.#breaker.succeeded();
      if (wasOpen) this.#logger.info('the embedder answers again: search is hybrid');
      this.#vectors.set(text, vector);
      return vector;
    } catch (error) {
      signal?.throwIfAborted();
      const code = error instanceof OperationalError ? error.code : null;
      this.#breaker.failed(code !== null && !isTransient(code));
      const why = timeout.signal.aborted ? `no vector within ${this.#timeoutMs} ms` : describeError(error);
      // Endpoints may quote in their errors what they were sent. A short word is no query that tells anything.
      const told = text.length < SHORTEST_QUOTE ? why : why.replaceAll(text, '…');
      this.#logger.warn(`a query was searched without its vector: ${told}`);
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** In characters: a shorter query is not looked for in the messages of errors, where it may be a word of its own. */
const SHORTEST_QUOTE = 8;

/** Failures in a row after which the breaker opens: nothing more is tried. */
const OPENS_AFTER = 3;
/** How long it stays open before one caller may try, in milliseconds; doubles with each such try that fails. */
const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** Spares callers the wait for something that keeps failing, and lets one of them try again after a pause. */
class CircuitBreaker {
  readonly #clock: Clock;
  #failures = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #pausedUntil = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get open(): boolean {
    return this.#failures >= OPENS_AFTER;
  }

  /** Whether the caller may try now. While the breaker is open, one caller may after each pause. */
  allows(): boolean {
    if (!this.open) return true;
    if (this.#clock() < this.#pausedUntil) return false;
    this.#pausedUntil = this.#clock() + this.#pauseMs;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#pauseMs = FIRST_PAUSE_MS;
  }

  /** @param lasting another try would fail too: the breaker opens at once */
  failed(lasting: boolean): void {
    if (this.open) this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
    this.#failures = lasting ? OPENS_AFTER : this.#failures + 1;
    this.#pausedUntil = this.#clock() + this.#pauseMs;
  }
}
