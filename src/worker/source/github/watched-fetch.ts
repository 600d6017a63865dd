/** Larger JSON answers than any GitHub gives (a tree listing ends at 7 MB). */
const MAX_JSON_BYTES = 64 * 1024 * 1024;

/**
 * A fetch that gives up when nothing arrives for a while, be it the answer or the rest of its body.
 * @param stallMs how long nothing may arrive, asked anew for every request
 * @param onRequest called for every request sent
 */
export function watchedFetch(stallMs: () => number, onRequest: () => void): typeof fetch {
  return async (input, init) => {
    onRequest();
    const watch = new StallWatch(stallMs());
    const response = await watch.step(fetch(input, { ...init, signal: watch.signal(init?.signal) }));
    if (response.body === null) return response;
    return new Response(ReadableStream.from(watch.chunks(response.body)), response);
  };
}

/** A fetch whose answers have arrived entirely, so that one cut short fails here and not in whoever parses it. */
export function wholeFetch(inner: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await inner(input, init);
    return response.body === null ? response : new Response(await readAll(response.body), response);
  };
}

async function readAll(body: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_JSON_BYTES) throw new Error(`more than ${MAX_JSON_BYTES} bytes of JSON`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Watches a transfer, and gives it up when a step of it takes too long. */
class StallWatch {
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
