import type { Delay } from './clock.ts';

/** Bounds of the retries. Times are in milliseconds. */
export interface RetryPolicy {
  /** Number of tries, the first one included. */
  readonly attempts: number;
  /** Wait before the second try. It doubles with every further try. */
  readonly firstWaitMs: number;
  /** The longest single wait. A server that asks for a longer one is not asked again. */
  readonly longestWaitMs: number;
}

/** Whether another try could help: `null` if not, otherwise the wait that the server asked for, if any. */
export type RetryAdvice = { readonly retryAfterMs?: number } | null;

export interface RetryOptions extends RetryPolicy {
  /** Decides whether another try could help. */
  readonly judge: (error: unknown) => RetryAdvice;
  readonly delay: Delay;
  readonly signal?: AbortSignal | undefined;
  /** Called before every wait. An error that it throws ends the retries, and `retry` rejects with it. */
  readonly onRetry?: (failure: FailedTry) => void;
}

/** A try that failed and is followed by another one. */
export interface FailedTry {
  readonly error: unknown;
  /** Wait before the next try, in milliseconds. */
  readonly waitMs: number;
  /** Tries made so far. */
  readonly tried: number;
}

/**
 * Calls `attempt` until it succeeds, within bounds, with exponential backoff.
 * @returns what the first successful try returned; rejects with the error of the last try, or with the signal's reason
 */
export async function retry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const retries = new Retries(options);
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      await retries.afterFailure(error);
    }
  }
}

/** The tries of one piece of work, for callers that `retry` does not suit: a generator, for example. */
export class Retries {
  readonly #options: RetryOptions;
  #tried = 0;

  constructor(options: RetryOptions) {
    this.#options = options;
  }

  /** Returns when the next try may start. Rejects with `error` where none may, or with the signal's reason. */
  async afterFailure(error: unknown): Promise<void> {
    const { attempts, firstWaitMs, longestWaitMs, judge, delay, signal, onRetry } = this.#options;
    signal?.throwIfAborted();
    const tried = ++this.#tried;
    const advice = tried < attempts ? judge(error) : null;
    if (advice === null || (advice.retryAfterMs ?? 0) > longestWaitMs) throw error;
    const backoff = Math.min(firstWaitMs * 2 ** (tried - 1), longestWaitMs);
    const waitMs = Math.max(backoff, advice.retryAfterMs ?? 0);
    onRetry?.({ error, waitMs, tried });
    await delay(waitMs, signal);
  }
}

/**
 * Reads the wait that a server asks for in its `retry-after` header (RFC 9110: seconds or a date), or in the
 * `retry-after-ms` header that some providers add.
 * @param now milliseconds since the epoch
 * @returns milliseconds, never negative; undefined without a readable header
 */
export function retryAfterMs(headers: Pick<Headers, 'get'>, now: number): number | undefined {
  const precise = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (Number.isFinite(precise)) return Math.max(0, precise);
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number.parseFloat(value) * 1_000;
  const date = value.endsWith('GMT') ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
