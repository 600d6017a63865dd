import { nextTurn } from './turns.ts';

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
