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

/** Milliseconds of work after which requests get their turn. */
const TURN_MS = 10;

/** @returns a function to call between two pieces of long work, which lets requests have their turn after some work */
export function pauses(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < TURN_MS) return;
    await nextTurn();
    since = performance.now();
  };
}
