import type { Dispatcher } from 'undici';

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
