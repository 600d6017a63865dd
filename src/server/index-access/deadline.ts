import { OperationalError } from '../../shared/operational-error.ts';

/** How long a request waits for the index before it fails, in milliseconds. It covers all reads of the request. */
export const REQUEST_DEADLINE_MS = 8_000;

/**
 * Runs work for at most `ms` milliseconds, or until `outer` aborts.
 * @throws OperationalError `INDEX_TIMEOUT`; the reason of `outer`; whatever the work rejects with
 */
export async function withinDeadline<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(indexTimeout(ms)), ms);
  try {
    return await untilAborted(work, outer === undefined ? [deadline.signal] : [outer, deadline.signal]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs work until one of the signals aborts, and then rejects with its reason at once, even if the work ignores the
 * signal it gets. Work that has several parts is told to stop all of them as soon as one fails. `AbortSignal.any` is
 * avoided because it takes about a tenth of the CPU time of a repeated search.
 */
export async function untilAborted<T>(
  work: (signal: AbortSignal) => Promise<T>,
  signals: readonly AbortSignal[],
): Promise<T> {
  for (const signal of signals) signal.throwIfAborted();
  const inner = new AbortController();
  const aborted = Promise.withResolvers<never>();
  const stop = ({ target }: Event) => {
    const { reason } = target as AbortSignal;
    aborted.reject(reason);
    inner.abort(reason);
  };
  for (const signal of signals) signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work(inner.signal), aborted.promise]);
  } catch (error) {
    inner.abort(error);
    throw error;
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', stop);
  }
}

function indexTimeout(ms: number): OperationalError {
  return new OperationalError(
    'INDEX_TIMEOUT',
    `The index did not answer within ${ms / 1000} s.`,
    'Try again in a moment. If it persists, check /health and the index itself.',
  );
}
