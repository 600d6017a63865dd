import type { RequestLimits } from './embedding-model.ts';

/** Concurrent requests to an endpoint that answers in time. */
const MOST_IN_FLIGHT = 3;

/** Times for a request including its response, in milliseconds. */
export interface PaceTimes {
  /** Every request may take so long, whatever its size. */
  readonly shortest: number;
  /** No request may take longer. fetch itself waits five minutes for the headers of a response. */
  readonly longest: number;
  /** What a text may take in addition, before the first answer tells how long one takes. */
  readonly perText: number;
}

const TIMES: PaceTimes = { shortest: 60_000, longest: 270_000, perText: 4_000 };

/** A request may take so many times as long as the slowest so far would suggest. */
const TOLERANCE = 4;

/** Requests in a row without an answer in time, after which the endpoint is down rather than slow. */
const MOST_TIMEOUTS = 3;

/**
 * How much an endpoint is asked for at once, as far as its answers tell: how many texts and how long a text it takes, how
 * many requests at a time, and how long an answer may take. A server that embeds one text a second is given the time,
 * because it goes on with a request that was given up, and would embed the same texts again.
 */
export class EmbeddingPace {
  readonly #times: PaceTimes;
  #limits: RequestLimits;
  /** null before the first answer. */
  #msPerText: number | null = null;
  #isSlow = false;
  #timeouts = 0;

  constructor(limits: RequestLimits, times: PaceTimes = TIMES) {
    this.#limits = limits;
    this.#times = times;
  }

  get limits(): RequestLimits {
    return this.#limits;
  }

  /** Requests that may be in flight at once: one until the first answer, and once an answer did not come in time. */
  get inFlight(): number {
    return this.#isSlow || this.#msPerText === null ? 1 : MOST_IN_FLIGHT;
  }

  /** The time for a request, in milliseconds. @param texts in all requests in flight, its own included */
  timeoutMs(texts: number): number {
    const { shortest, longest, perText } = this.#times;
    const expected =
      this.#msPerText === null ? shortest + texts * perText : TOLERANCE * texts * this.#msPerText;
    return Math.round(Math.min(longest, Math.max(shortest, expected)));
  }

  /**
   * @param texts in all requests in flight when it was sent, its own included
   * @param ms from the request to the end of its response
   */
  answered(texts: number, ms: number): void {
    this.#msPerText = Math.max(this.#msPerText ?? 0, ms / texts);
    this.#timeouts = 0;
  }

  /** A request of so many texts was not answered in time. Returns whether another one is worth sending. */
  timedOut(texts: number): boolean {
    this.#msPerText = Math.max(this.#msPerText ?? 0, this.timeoutMs(texts) / texts);
    this.slowDown();
    this.refusedCount(texts);
    this.#timeouts++;
    return this.#timeouts < MOST_TIMEOUTS;
  }

  /** Requests at the same time are too much for the endpoint. */
  slowDown(): void {
    this.#isSlow = true;
  }

  /** The endpoint takes fewer texts at once. */
  refusedCount(texts: number): void {
    const inputs = Math.max(1, Math.min(this.#limits.inputs, texts >> 1));
    this.#limits = { ...this.#limits, inputs };
  }

  /** The endpoint takes only shorter texts than one of this size. */
  refusedLength(tokens: number): void {
    const tokensPerInput = Math.min(this.#limits.tokensPerInput, tokens - 1);
    this.#limits = { ...this.#limits, tokensPerInput };
  }
}
