import { StallWatch } from './stall-watch.ts';

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
