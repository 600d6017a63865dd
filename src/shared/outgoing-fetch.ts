import type { Dispatcher } from 'undici';

/** A response body that is larger than any response that is expected. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';

  constructor(maxBytes: number) {
    super(`the response is larger than ${Math.ceil(maxBytes / 1024).toLocaleString('en-US')} KiB`);
  }
}

/** A redirect that is not followed, because the request carries a key or content that only its host may have. */
export class RedirectRefused extends Error {
  override readonly name = 'RedirectRefused';
  /** The address it leads to, without path and query. */
  readonly origin: string;

  constructor(origin: string) {
    super(`the response is a redirect to ${origin}`);
    this.origin = origin;
  }
}

/**
 * Returns a fetch whose responses have a bound: reading a longer body fails with `BodyTooLarge` and ends the transfer.
 * Counts bytes after decompression.
 */
export function boundedFetch(inner: typeof fetch, maxBytes: (response: Response) => number): typeof fetch {
  return async (input, init) => {
    const response = await inner(input, init);
    if (response.body === null) return response;
    const body = ReadableStream.from(boundedChunks(response.body, maxBytes(response)));
    const { status, statusText, headers } = response;
    return new Response(body, { status, statusText, headers });
  };
}

async function* boundedChunks(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new BodyTooLarge(maxBytes);
    yield chunk;
  }
}

/** As many as a browser's own. */
const MAX_REDIRECTS = 20;

/**
 * Returns a fetch that follows redirects within the origin of the request and rejects with `RedirectRefused` for any
 * other. The standard's own takes the body of a 307, and every header but `Authorization`, to whatever host is named.
 * A redirect that would turn the request into a GET (303, and 301 or 302 of a POST) is refused too.
 */
export function sameOriginFetch(inner: typeof fetch): typeof fetch {
  return async (input, init) => {
    let url = new URL(input instanceof Request ? input.url : String(input));
    for (let redirects = 0; ; redirects++) {
      const response = await inner(url.href, { ...init, redirect: 'manual' });
      const location = response.headers.get('location');
      if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return response;
      await response.body?.cancel();
      const target = URL.parse(location, url.href);
      const keepsMethod = response.status >= 307 || (init?.method ?? 'GET') === 'GET';
      if (target?.origin !== url.origin || !keepsMethod || redirects >= MAX_REDIRECTS)
        throw new RedirectRefused(target?.origin ?? 'an address that is none');
      url = target;
    }
  };
}

/** Proxies for outgoing requests, as the variables HTTPS_PROXY, HTTP_PROXY and NO_PROXY name them. */
export interface Proxies {
  /** For https:// addresses; `''`: none. */
  readonly https: string;
  /** For http:// addresses; `''`: none. */
  readonly http: string;
  /** Hosts that are reached directly, separated by commas; a domain includes its subdomains, `*` means all hosts. */
  readonly except: string;
}

/** A program on this machine is never behind a proxy. Go and Node's own proxy support do not except it. */
const THIS_MACHINE = 'localhost,127.0.0.1,[::1]';

/** Options of undici's `EnvHttpProxyAgent`. All are given, because it reads the environment for those that are not. */
export function proxyAgentOptions({ https, http, except }: Proxies) {
  return {
    httpsProxy: https,
    httpProxy: http,
    noProxy: except.trim() === '*' ? '*' : `${THIS_MACHINE},${except}`,
    // Proxies often allow CONNECT for https only. Requests to http:// addresses are sent to the proxy as they are.
    proxyTunnel: false,
  };
}

/** undici's fetch through the proxies. It is loaded with the first request, and not at all where no proxy is set. */
export function proxyFetch(proxies: Proxies | null): typeof fetch {
  if (proxies === null) return fetch;
  let opened: Promise<typeof fetch> | null = null;
  return async (input, init) => {
    opened ??= openProxyFetch(proxies);
    return (await opened)(input, init);
  };
}

async function openProxyFetch(proxies: Proxies): Promise<typeof fetch> {
  // A bundle gives a CommonJS module that is imported like this its default export alone.
  const { default: undici } = await import('undici');
  const dispatcher: Dispatcher = new undici.EnvHttpProxyAgent(proxyAgentOptions(proxies));
  // Node's types have a copy of undici's own.
  const viaProxy = undici.fetch as unknown as (url: unknown, init: unknown) => Promise<Response>;
  return (input, init) => viaProxy(input, { ...init, dispatcher });
}
