import type { Clock } from '../../../shared/time/clock.ts';

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
