import { OperationalError } from '../../shared/operational-error.ts';

/** How long a tool waits for the index before it answers with an error, in milliseconds. */
export const TOOL_DEADLINE_MS = 8_000;

/**
 * Runs work that reads the index, and stops waiting for it after `ms` milliseconds or when `outer` aborts, also where
 * the work itself does not listen to its signal.
 * @throws OperationalError `INDEX_TIMEOUT`, or the reason of `outer`
 */
export async function withinDeadline<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  outer?.throwIfAborted();
  const inner = new AbortController();
  const stopped = Promise.withResolvers<never>();
  const stop = (reason: unknown) => {
    stopped.reject(reason);
    inner.abort(reason);
  };
  const timer = setTimeout(() => stop(indexTimeout(ms)), ms);
  const onOuter = () => stop(outer?.reason);
  outer?.addEventListener('abort', onOuter, { once: true });
  try {
    return await Promise.race([work(inner.signal), stopped.promise]);
  } catch (error) {
    // Work done in parts has parts that go on when one has failed.
    inner.abort(error);
    throw error;
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', onOuter);
  }
}

function indexTimeout(ms: number): OperationalError {
  return new OperationalError(
    'INDEX_TIMEOUT',
    `The index did not answer within ${ms / 1000} s.`,
    'Try again in a moment; if it stays so, look at /health and at the index itself.',
  );
}
