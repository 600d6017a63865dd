/** Larger JSON answers than any GitHub gives (a tree listing ends at 7 MB). */
const MAX_JSON_BYTES = 64 * 1024 * 1024;

/** Rejects with the step's own failure; a step that stands still is ended by the watch. */
type Watch = <T>(step: Promise<T>) => Promise<T>;

/**
 * A fetch that gives up when nothing arrives for a while, be it the answer or the rest of its body. The time a
 * reader takes between two chunks does not count.
 * @param stallMs how long nothing may arrive, asked anew for every request
 * @param onRequest called for every request sent
 */
export function watchedFetch(stallMs: () => number, onRequest: () => void): typeof fetch {
  return async (input, init) => {
    onRequest();
    const stalled = new AbortController();
    const signal = init?.signal ? AbortSignal.any([init.signal, stalled.signal]) : stalled.signal;
    const limit = stallMs();
    const watch: Watch = async (step) => {
      const timer = setTimeout(() => {
        stalled.abort(new Error(`nothing arrived for ${Math.round(limit / 1000)} s`));
      }, limit);
      return await step.finally(() => clearTimeout(timer));
    };
    const response = await watch(fetch(input, { ...init, signal }));
    if (response.body === null) return response;
    return new Response(ReadableStream.from(watchedChunks(response.body, watch)), response);
  };
}

/** A fetch whose answers have arrived entirely, so that one cut short fails here and not in whoever parses it. */
export function wholeFetch(inner: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await inner(input, init);
    return response.body === null ? response : new Response(await readAll(response.body), response);
  };
}

async function* watchedChunks(
  body: ReadableStream<Uint8Array>,
  watch: Watch,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { value, done } = await watch(reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    // Ends the transfer where the reader lost interest; of a failed one the failure is on its way already.
    await reader.cancel().catch(() => {});
  }
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
