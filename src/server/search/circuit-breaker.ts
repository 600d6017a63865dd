import type { Clock } from '../../shared/clock.ts';

/** Failures one after the other until nothing more is tried. */
const OPENS_AFTER = 3;
/** For how long, in milliseconds; twice as long each time the next try fails too, up to a limit. */
const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** Spares callers the wait for something that keeps failing, and lets one of them try again after a pause. */
export class CircuitBreaker {
  readonly #clock: Clock;
  #failures = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #pausedUntil = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether nothing should be expected of it now. */
  get open(): boolean {
    return this.#failures >= OPENS_AFTER;
  }

  /** Whether the caller may try now. While it is open, only one may after each pause. */
  allows(): boolean {
    if (!this.open) return true;
    if (this.#clock() < this.#pausedUntil) return false;
    this.#pausedUntil = this.#clock() + this.#pauseMs;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#pauseMs = FIRST_PAUSE_MS;
  }

  /** @param lasting the same would fail again: nothing more is tried before a pause */
  failed(lasting: boolean): void {
    if (this.open) this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
    this.#failures = lasting ? OPENS_AFTER : this.#failures + 1;
    this.#pausedUntil = this.#clock() + this.#pauseMs;
  }
}
