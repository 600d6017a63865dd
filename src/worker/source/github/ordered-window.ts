/**
 * Runs a task for every item, at most `limit` at once, and gives the results in order.
 * @param task gets a signal that aborts as soon as nobody waits for its result any more
 */
export async function* orderedWindow<T, R>(
  items: Iterable<T>,
  limit: number,
  task: (item: T, signal: AbortSignal) => Promise<R>,
  signal?: AbortSignal,
): AsyncGenerator<R> {
  const abandoned = new AbortController();
  const either = signal === undefined ? abandoned.signal : AbortSignal.any([signal, abandoned.signal]);
  const running: Promise<R>[] = [];
  try {
    for (const item of items) {
      const result = task(item, either);
      // The one that is awaited reports its failure; the others must not count as unhandled meanwhile.
      result.catch(() => {});
      if (running.push(result) >= limit) yield await (running.shift() as Promise<R>);
    }
    for (const result of running) yield await result;
  } finally {
    abandoned.abort();
    await Promise.allSettled(running);
  }
}
