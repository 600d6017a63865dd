/** Larger than any JSON response of GitHub (a tree listing has at most 7 MB). */
const MAX_JSON_BYTES = 64 * 1024 * 1024;

/**
 * Returns a fetch that aborts when no data arrives for a while, either of the response or of its body.
 * @param stallMs returns the timeout for a request, in milliseconds
 * @param onRequest called for every request
 */
export function stallLimitedFetch(stallMs: () => number, onRequest: () => void): typeof fetch {
  return async (input, init) => {
    onRequest();
    const watch = new StallWatch(stallMs());
    const response = await watch.step(fetch(input, { ...init, signal: watch.signal(init?.signal) }));
    if (response.body === null) return response;
    return new Response(ReadableStream.from(watch.chunks(response.body)), response);
  };
}

/** Returns a fetch that resolves with the whole body in memory, so that a truncated response fails here. */
export function bufferedFetch(inner: typeof fetch): typeof fetch {
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

/** Aborts a transfer when one step of it takes too long. */
class StallWatch {
  readonly #limitMs: number;
  readonly #stalled = new AbortController();

  /** @param limitMs timeout of one step, in milliseconds */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** A signal that aborts when a step times out, or when the caller's signal does. */
  signal(caller?: AbortSignal | null): AbortSignal {
    return caller ? AbortSignal.any([caller, this.#stalled.signal]) : this.#stalled.signal;
  }

  /** Waits for one step. The time between two steps does not count. */
  async step<T>(promise: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      this.#stalled.abort(new Error(`no data arrived for ${Math.round(this.#limitMs / 1000)} s`));
    }, this.#limitMs);
    return await promise.finally(() => clearTimeout(timer));
  }

  /** Yields the chunks of a body, each as one step. A caller that stops reading ends the transfer. */
  async *chunks(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    const chunks = body[Symbol.asyncIterator]();
    try {
      for (;;) {
        const { value, done } = await this.step(chunks.next());
        if (done) return;
        yield value;
      }
    } finally {
      // A transfer that failed has already rejected.
      await chunks.return?.().catch(() => {});
    }
  }
}
