const waiting: (() => void)[] = [];

/**
 * Resolves when it is the caller's turn to compute for some milliseconds. One caller has its turn in each iteration of the
 * event loop, in the order of the calls, so that what has just arrived, such as a health check, waits for one computation
 * and not for those of all requests that are under way.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(giveTurn);
  });
}

/** An immediate that is set by another one runs after the loop has looked for what has arrived. */
function giveTurn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(giveTurn);
}
