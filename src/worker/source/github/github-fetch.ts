import type { Clock, Delay } from '../../../shared/clock.ts';
import type { Logger } from '../../../shared/logger.ts';
import { boundedFetch } from '../../../shared/outgoing-fetch.ts';
import { Retries } from '../../../shared/retry.ts';
import { classifyFailure, type FailedGitHubRequest, type GitHubFailure } from './github-failure.ts';

/** Larger than any JSON response of GitHub (a tree listing has at most 7 MB). */
const MAX_JSON_BYTES = 64 * 1024 * 1024;
/** Larger than any repository of documents; a clone serves for a larger one. Also the limit of what is unpacked of it. */
export const MAX_ARCHIVE_BYTES = 4 * 1024 ** 3;

/**
 * Returns a fetch that aborts when no data arrives for a while, either of the response or of its body, and whose responses
 * have a bound.
 * @param stallMs returns the timeout for a request, in milliseconds
 * @param onRequest called for every request
 */
export function stallLimitedFetch(
  stallMs: () => number,
  onRequest: () => void,
  inner: typeof fetch = fetch,
): typeof fetch {
  const watched: typeof fetch = async (input, init) => {
    onRequest();
    const watch = new StallWatch(stallMs());
    const response = await watch.step(inner(input, { ...init, signal: watch.signal(init?.signal) }));
    if (response.body === null) return response;
    return new Response(ReadableStream.from(watch.chunks(response.body)), response);
  };
  return boundedFetch(watched, ({ ok }) => (ok ? MAX_ARCHIVE_BYTES : MAX_JSON_BYTES));
}

/** Returns a fetch that resolves with the whole body in memory, so that a truncated response fails here. */
export function bufferedFetch(inner: typeof fetch): typeof fetch {
  const bounded = boundedFetch(inner, () => MAX_JSON_BYTES);
  return async (input, init) => {
    const response = await bounded(input, init);
    return response.body === null ? response : new Response(await response.arrayBuffer(), response);
  };
}

/** Aborts a transfer when one step of it takes too long. */
class StallWatch {
  readonly #limitMs: number;
  readonly #stalled = new AbortController();

  /** @param limitMs timeout of one step, in milliseconds */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** A signal that aborts when a step times out, or when the caller's signal does. */
  signal(caller?: AbortSignal | null): AbortSignal {
    return caller ? AbortSignal.any([caller, this.#stalled.signal]) : this.#stalled.signal;
  }

  /** Waits for one step. The time between two steps does not count. */
  async step<T>(promise: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      this.#stalled.abort(new Error(`no data arrived for ${Math.round(this.#limitMs / 1000)} s`));
    }, this.#limitMs);
    return await promise.finally(() => clearTimeout(timer));
  }

  /** Yields the chunks of a body, each as one step. A caller that stops reading ends the transfer. */
  async *chunks(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    const chunks = body[Symbol.asyncIterator]();
    try {
      for (;;) {
        const { value, done } = await this.step(chunks.next());
        if (done) return;
        yield value;
      }
    } finally {
      // A transfer that failed has already rejected.
      await chunks.return?.().catch(() => {});
    }
  }
}

/** A passing fault needs fewer tries of one request, however much of the wait budget is left. */
const MAX_TRIES = 5;
/** Wait before the second try, in milliseconds. */
const FIRST_WAIT_MS = 1_000;

export interface GitHubRetryDeps {
  readonly budget: WaitBudget;
  readonly clock: Clock;
  readonly delay: Delay;
  readonly logger: Logger;
}

/** The tries of one request: they are bounded in number, and in time by the wait budget of the run. */
export class GitHubTries {
  readonly #request: Omit<FailedGitHubRequest, 'now'>;
  readonly #deps: GitHubRetryDeps;
  readonly #signal: AbortSignal | undefined;
  readonly #retries: Retries;
  #startedAt = 0;

  constructor(request: Omit<FailedGitHubRequest, 'now'>, deps: GitHubRetryDeps, signal?: AbortSignal) {
    this.#request = request;
    this.#deps = deps;
    this.#signal = signal;
    this.#retries = new Retries({
      attempts: MAX_TRIES,
      firstWaitMs: FIRST_WAIT_MS,
      longestWaitMs: Number.POSITIVE_INFINITY,
      judge: (failure) => (failure as GitHubFailure).advice,
      onRetry: ({ error, waitMs, tried }) => this.#spend(error as GitHubFailure, waitMs, tried),
      delay: deps.delay,
      signal,
    });
  }

  /** Calls `attempt` until it succeeds. Rejects with an OperationalError (`GITHUB_*`) or the signal's reason. */
  async run<T>(attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      this.begin();
      try {
        return await attempt();
      } catch (error) {
        await this.afterFailure(error);
      }
    }
  }

  /** To be called before a try that `run` does not make. Throws the signal's reason. */
  begin(): void {
    this.#signal?.throwIfAborted();
    this.#startedAt = this.#deps.clock();
  }

  /** Returns when the next try may start. Rejects as `run` does where none may. */
  async afterFailure(cause: unknown): Promise<void> {
    this.#signal?.throwIfAborted();
    const failure = classifyFailure(cause, { ...this.#request, now: this.#deps.clock() });
    try {
      await this.#retries.afterFailure(failure);
    } catch (error) {
      throw error === failure ? failure.error : error;
    }
  }

  #spend(failure: GitHubFailure, waitMs: number, tried: number): void {
    const { budget, logger } = this.#deps;
    const { code, message } = failure.error;
    // A refusal arrives at once. A request that is not answered costs the time that was spent waiting for it.
    if (code === 'GITHUB_UNREACHABLE') budget.charge(this.#startedAt);
    if (!budget.reserve(waitMs)) throw failure;
    logger.warn({ code, waitMs, tried }, `${message} Retrying in ${Math.ceil(waitMs / 1000)} s.`);
  }
}

/**
 * The time that one run may lose to a GitHub that refuses, fails or does not answer. Waits of concurrent requests count
 * once. Times are in milliseconds.
 */
export class WaitBudget {
  readonly #clock: Clock;
  #leftMs: number;
  #chargedUntil = 0;

  constructor(maxMs: number, clock: Clock) {
    this.#leftMs = maxMs;
    this.#clock = clock;
  }

  /** The rest of the budget, never negative. */
  get leftMs(): number {
    return Math.max(0, this.#leftMs);
  }

  /** Charges time that has passed: everything since `since` (milliseconds since the epoch). */
  charge(since: number): void {
    this.#take(since, this.#clock());
  }

  /** Charges a wait that starts now. Returns false, and charges nothing, if it exceeds the budget. */
  reserve(ms: number): boolean {
    const now = this.#clock();
    if (now + ms - Math.max(now, this.#chargedUntil) > this.leftMs) return false;
    this.#take(now, now + ms);
    return true;
  }

  #take(from: number, until: number): void {
    this.#leftMs -= Math.max(0, until - Math.max(from, this.#chargedUntil));
    this.#chargedUntil = Math.max(this.#chargedUntil, until);
  }
}
