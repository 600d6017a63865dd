import type { Clock, Delay } from '../../../shared/clock.ts';
import type { Logger } from '../../../shared/logger.ts';
import { classifyFailure, type FailedRequest } from './github-failure.ts';

/** More tries of one request than a passing fault needs, however much of the budget is left. */
const MAX_TRIES = 5;
/** Wait before the second try; it doubles from try to try. */
const FIRST_BACKOFF_MS = 1_000;

export interface TriesDeps {
  readonly budget: WaitBudget;
  readonly clock: Clock;
  readonly delay: Delay;
  readonly logger: Logger;
}

/** The tries of one request: what fails for a passing reason is done again, within bounds. */
export class Tries {
  readonly #request: Omit<FailedRequest, 'now'>;
  readonly #deps: TriesDeps;
  readonly #signal: AbortSignal | undefined;
  #failed = 0;

  constructor(request: Omit<FailedRequest, 'now'>, deps: TriesDeps, signal?: AbortSignal) {
    this.#request = request;
    this.#deps = deps;
    this.#signal = signal;
  }

  /** Tries until it works. Rejects with an OperationalError (`GITHUB_*`) or the signal's reason. */
  async run<T>(attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      const startedAt = this.begin();
      try {
        return await attempt();
      } catch (error) {
        await this.failed(error, startedAt);
      }
    }
  }

  /** A try starts. @returns what `failed` wants to know of it */
  begin(): number {
    this.#signal?.throwIfAborted();
    return this.#deps.clock();
  }

  /** A try failed: returns when the next one may start, and rejects with what is to be said where none may. */
  async failed(cause: unknown, startedAt: number): Promise<void> {
    this.#signal?.throwIfAborted();
    const { budget, clock, delay, logger } = this.#deps;
    const { error, retryAfter } = classifyFailure(cause, { ...this.#request, now: clock() });
    const tried = ++this.#failed;
    if (retryAfter === null || tried >= MAX_TRIES) throw error;
    // A refusal comes at once; what does not answer costs the time it was waited for.
    if (error.code === 'GITHUB_UNREACHABLE') budget.charge(startedAt);
    const waitMs = Math.max(retryAfter === 'backoff' ? 0 : retryAfter, FIRST_BACKOFF_MS * 2 ** (tried - 1));
    if (!budget.reserve(waitMs)) throw error;
    logger.warn(
      { code: error.code, waitMs, tried },
      `${error.message} Trying again in ${Math.ceil(waitMs / 1000)} s.`,
    );
    await delay(waitMs, this.#signal);
  }
}

/**
 * The time one run may lose to a GitHub that refuses, fails or does not answer. Requests side by side lose the same
 * time only once. Times are in milliseconds.
 */
export class WaitBudget {
  readonly #clock: Clock;
  #leftMs: number;
  #chargedUntil = 0;

  constructor(maxMs: number, clock: Clock) {
    this.#leftMs = maxMs;
    this.#clock = clock;
  }

  /** What is left, never negative. */
  get leftMs(): number {
    return Math.max(0, this.#leftMs);
  }

  /** Counts time already lost: everything since `since` (milliseconds since the epoch). */
  charge(since: number): void {
    this.#take(since, this.#clock());
  }

  /** Counts a wait that starts now. @returns false, and counts nothing, where it no longer fits */
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
