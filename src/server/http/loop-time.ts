/** Interval at which the loop is looked at, in milliseconds. */
const TICK_MS = 50;
/** A longer step than this was not idle: something held the loop. */
const LONGEST_STEP_MS = 2 * TICK_MS;
/** How long a hold is remembered: longer than any request may take to arrive. */
const REMEMBERED_MS = 60_000;

/**
 * The time that the event loop was free for clients. While something holds the loop, what clients send waits in the
 * operating system, and timers that run out then would blame the clients for it.
 */
export class LoopTime {
  readonly #clock: () => number;
  #counted = 0;
  #seenAt: number;
  #holds: { readonly until: number; readonly ms: number }[] = [];

  /** @param clock milliseconds, never set back */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
    this.#seenAt = clock();
  }

  /** Watches the loop from now on. @returns a function that ends it */
  watch(): () => void {
    const timer = setInterval(() => this.free(), TICK_MS);
    timer.unref();
    return () => clearInterval(timer);
  }

  /** Milliseconds that the loop was free. */
  free(): number {
    const now = this.#clock();
    const step = now - this.#seenAt;
    this.#seenAt = now;
    this.#counted += Math.min(step, LONGEST_STEP_MS);
    if (step > LONGEST_STEP_MS) this.#holds.push({ until: now, ms: step - LONGEST_STEP_MS });
    return this.#counted;
  }

  /** Milliseconds that the loop was held within the last minute. */
  held(): number {
    this.free();
    const since = this.#seenAt - REMEMBERED_MS;
    this.#holds = this.#holds.filter(({ until }) => until > since);
    return this.#holds.reduce((sum, { ms }) => sum + ms, 0);
  }

  /** Calls back once the loop was free for so long. @returns a function that prevents it */
  timeout(callback: () => void, ms: number): () => void {
    const due = this.free() + ms;
    let timer: NodeJS.Timeout;
    const arm = (wait: number) => {
      timer = setTimeout(() => {
        const left = due - this.free();
        // Between two timers, the loop takes in what has arrived.
        if (left > 0) arm(left);
        else callback();
      }, wait);
    };
    arm(ms);
    return () => clearTimeout(timer);
  }
}
