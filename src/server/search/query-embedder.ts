import type { Clock } from '../../shared/clock.ts';
import { type Fingerprint, sameVectors } from '../../shared/domain/fingerprint.ts';
import type { Embedder } from '../../shared/embedding/embedder.ts';
import { isTransient } from '../../shared/error-codes.ts';
import type { Logger } from '../../shared/logger.ts';
import { describeError, OperationalError } from '../../shared/operational-error.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import type { LexicalReason, SearchModeInfo } from './search-outcome.ts';

/** How long a search waits for its vector before it goes on without, in milliseconds. */
const DEADLINE_MS = 2_000;
/** Queries whose vectors are kept; at 1,536 floats 3 MB together. */
const REMEMBERED = 500;
/** What comes after counts for neither side of a search. */
const MAX_CHARACTERS = 4_000;

export interface QueryEmbedderOptions {
  readonly embedder: Embedder;
  /** What is embedded before every query; absent: nothing. */
  readonly prefix?: string | undefined;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  readonly deadlineMs?: number;
}

/** Embeds queries for as long as the embedder fits the index and answers in time; otherwise says why not. */
export class QueryEmbedder implements QueryVectors {
  readonly #embedder: Embedder;
  readonly #prefix: string;
  readonly #logger: Pick<Logger, 'warn' | 'info'>;
  readonly #deadlineMs: number;
  readonly #breaker: CircuitBreaker;
  /** Query → vector, the one used last at the end. */
  readonly #remembered = new Map<string, Float32Array>();

  constructor({ embedder, prefix = '', clock, logger, deadlineMs = DEADLINE_MS }: QueryEmbedderOptions) {
    this.#embedder = embedder;
    this.#prefix = prefix;
    this.#logger = logger;
    this.#deadlineMs = deadlineMs;
    this.#breaker = new CircuitBreaker(clock);
  }

  /** How a search would be done now, without asking the embedder. */
  mode(fingerprint: Fingerprint | null): SearchModeInfo {
    const reason = this.#misfit(fingerprint) ?? (this.#breaker.open ? FAILING : null);
    return reason === null ? { mode: 'hybrid' } : { mode: 'lexical', reason };
  }

  async vectorFor(
    query: string,
    fingerprint: Fingerprint | null,
    signal?: AbortSignal,
  ): Promise<QueryVector> {
    const misfit = this.#misfit(fingerprint);
    if (misfit !== null) return { reason: misfit };
    const text = query.slice(0, MAX_CHARACTERS).toWellFormed().trim();
    const vector = this.#recall(text) ?? (await this.#embed(text, signal));
    return vector === null ? { reason: FAILING } : { vector };
  }

  #misfit(fingerprint: Fingerprint | null): LexicalReason | null {
    if (fingerprint === null || fingerprint.model === null) return 'index_without_vectors';
    return sameVectors(fingerprint, this.#embedder) ? null : 'fingerprint_mismatch';
  }

  #recall(text: string): Float32Array | null {
    const vector = this.#remembered.get(text);
    if (vector === undefined) return null;
    this.#remembered.delete(text);
    this.#remembered.set(text, vector);
    return vector;
  }

  async #embed(text: string, signal: AbortSignal | undefined): Promise<Float32Array | null> {
    if (text === '' || !this.#breaker.allows()) return null;
    const wasOpen = this.#breaker.open;
    const deadline = AbortSignal.timeout(this.#deadlineMs);
    try {
      const stop = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
      const [vector] = (await this.#embedder.embed([this.#prefix + text], stop)).vectors;
      if (vector === undefined) throw new Error('the embedder answered no vector for a text');
      this.#breaker.succeeded();
      if (wasOpen) this.#logger.info('the embedder answers again: search is hybrid');
      this.#remember(text, vector);
      return vector;
    } catch (error) {
      signal?.throwIfAborted();
      const code = error instanceof OperationalError ? error.code : null;
      // The query's fault, not the embedder's: nobody may switch vectors off for everybody by a strange query.
      if (code !== 'EMBEDDER_INPUT_TOO_LONG') this.#breaker.failed(code !== null && !isTransient(code));
      const why = deadline.aborted ? `no vector within ${this.#deadlineMs} ms` : describeError(error);
      this.#logger.warn(`a query was searched without its vector: ${why}`);
      return null;
    }
  }

  #remember(text: string, vector: Float32Array): void {
    this.#remembered.set(text, vector);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > REMEMBERED && oldest !== undefined) this.#remembered.delete(oldest);
  }
}

const FAILING = 'embedder_failing';

/** A query as a vector that can be compared with the index's, or why there is none. */
export type QueryVector = { readonly vector: Float32Array } | { readonly reason: LexicalReason };

/** Where a search gets the query's vector from. Never rejects, except when `signal` is aborted: a search without a vector is a lexical one. */
export interface QueryVectors {
  /** @param fingerprint what the published index was built with, null while it is empty */
  vectorFor(query: string, fingerprint: Fingerprint | null, signal?: AbortSignal): Promise<QueryVector>;
}
