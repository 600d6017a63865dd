import type { Delay } from './clock.ts';

export interface RetryPolicy {
  /** Tries altogether, the first included. */
  readonly attempts: number;
  /** Wait before the second try; doubles from try to try. In milliseconds. */
  readonly firstWaitMs: number;
  /** The longest single wait. A server that asks for more is taken at its word: no further try. In milliseconds. */
  readonly longestWaitMs: number;
}

/** What to do about a failed try: nothing (`null`), or another one, not before the server's own wish. */
export type RetryAdvice = { readonly retryAfterMs?: number } | null;

export interface RetryOptions extends RetryPolicy {
  /** Says of an error whether another try could help. */
  readonly judge: (error: unknown) => RetryAdvice;
  readonly delay: Delay;
  readonly signal?: AbortSignal | undefined;
  /** Called before every wait. What it throws ends the tries and is what `retry` rejects with. */
  readonly onRetry?: (failure: FailedTry) => void;
}

/** A try that failed and is followed by another one. */
export interface FailedTry {
  readonly error: unknown;
  /** How long the next try is waited for, in milliseconds. */
  readonly waitMs: number;
  /** Tries made so far. */
  readonly tried: number;
}

/**
 * Tries until it works, within bounds, with exponential backoff.
 * @returns what the first successful try returned; rejects with the error of the last try, or with the signal's reason
 */
export async function retry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { attempts, firstWaitMs, longestWaitMs, judge, delay, signal, onRetry } = options;
  for (let tried = 1; ; tried += 1) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      const advice = tried < attempts ? judge(error) : null;
      if (advice === null || (advice.retryAfterMs ?? 0) > longestWaitMs) throw error;
      const backoff = Math.min(firstWaitMs * 2 ** (tried - 1), longestWaitMs);
      const waitMs = Math.max(backoff, advice.retryAfterMs ?? 0);
      onRetry?.({ error, waitMs, tried });
      await delay(waitMs, signal);
    }
  }
}

/**
 * The wait a server asks for in its `retry-after` header (RFC 9110: seconds or a date), or in the `retry-after-ms`
 * some providers add.
 * @param now milliseconds since the epoch
 * @returns milliseconds, never negative; undefined without a header that can be read
 */
export function retryAfterMs(headers: Pick<Headers, 'get'>, now: number): number | undefined {
  const precise = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (Number.isFinite(precise)) return Math.max(0, precise);
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number.parseFloat(value) * 1_000;
  const date = value.endsWith('GMT') ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
