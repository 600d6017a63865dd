/** Watches a transfer, and gives it up when a step of it takes too long. */
export class StallWatch {
  readonly #limitMs: number;
  readonly #stalled = new AbortController();

  /** @param limitMs how long nothing may arrive */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** Aborts what is under way when a step stands still; joined with the caller's own signal. */
  signal(caller?: AbortSignal | null): AbortSignal {
    return caller ? AbortSignal.any([caller, this.#stalled.signal]) : this.#stalled.signal;
  }

  /** Waits for one step. What is done between two steps does not count. */
  async step<T>(promise: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      this.#stalled.abort(new Error(`nothing arrived for ${Math.round(this.#limitMs / 1000)} s`));
    }, this.#limitMs);
    return await promise.finally(() => clearTimeout(timer));
  }

  /** The chunks of a body, each a step. A reader that loses interest ends the transfer. */
  async *chunks(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    const chunks = body[Symbol.asyncIterator]();
    try {
      for (;;) {
        const { value, done } = await this.step(chunks.next());
        if (done) return;
        yield value;
      }
    } finally {
      // Of a transfer that failed, the failure is on its way already.
      await chunks.return?.().catch(() => {});
    }
  }
}
