import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { listenOnLoopback, readBody, stopServer } from './loopback-server.ts';

/** A request that reached the proxy. */
export interface ProxiedRequest {
  /** Counted from 1. */
  readonly number: number;
  /** Method and path without the query, such as `PUT /collections/docs/points`. */
  readonly route: string;
  readonly body: string;
}

/** What the proxy does with a request instead of forwarding it, or in addition. */
export type ProxyFault =
  /** The proxy responds itself. */
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  /** The proxy never responds. */
  | 'hang'
  /** The proxy closes the connection and does not forward the request. */
  | 'refuse'
  /** The proxy forwards the request, then closes the connection instead of passing the response on. */
  | 'lose the answer'
  /** The proxy forwards the request after a delay. */
  | { readonly lateMs: number }
  /** The proxy forwards the request once a promise is fulfilled. */
  | { readonly after: Promise<void> };

export interface FaultProxy {
  readonly url: string;
  /** Every request so far. */
  readonly requests: readonly ProxiedRequest[];
  /** Sets the rule that chooses a fault for each request; null forwards the request. */
  fail(rule: ((request: ProxiedRequest) => ProxyFault | null) | null): void;
  close(): Promise<void>;
}

/** Starts a loopback proxy in front of a real server, which injects faults. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = [];
  let rule: ((request: ProxiedRequest) => ProxyFault | null) | null = null;

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await readBody(incoming);
    const path = (incoming.url ?? '/').split('?')[0];
    const proxied = { number: requests.length + 1, route: `${incoming.method} ${path}`, body: String(body) };
    requests.push(proxied);
    const fault = rule?.(proxied) ?? null;
    if (fault === 'hang') return;
    if (fault === 'refuse') {
      incoming.socket.destroy();
      return;
    }
    if (fault !== null && typeof fault === 'object' && 'status' in fault) {
      outgoing.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
      outgoing.end(fault.body);
      return;
    }
    if (fault !== null && typeof fault === 'object') {
      await ('after' in fault ? fault.after : delay(fault.lateMs, undefined, { ref: false }));
    }
    const { method, headers } = incoming;
    const forwarded = request(`${target}${incoming.url}`, { method, headers }, (response) => {
      if (fault === 'lose the answer') {
        response.resume().once('end', () => incoming.socket.destroy());
        return;
      }
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    forwarded.once('error', () => incoming.socket.destroy());
    forwarded.end(body);
  };

  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing));
  return {
    url: await listenOnLoopback(server),
    requests,
    fail: (next) => {
      rule = next;
    },
    close: () => stopServer(server),
  };
}

/** What a test does around each request. */
export interface ProxyHooks {
  /** Called before a request is forwarded. The proxy waits for the returned promise. */
  beforeRequest?(): void | Promise<void>;
  /** Called after the response was passed on. */
  afterResponse?(): void;
}

export interface HookProxy extends AsyncDisposable {
  /** The target's address through the proxy, with the target's path. */
  readonly url: string;
}

/** Starts a loopback proxy in front of a server, which forwards everything and calls a test's hooks. */
export async function startHookProxy(target: string, hooks: ProxyHooks): Promise<HookProxy> {
  const { pathname } = new URL(target);
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    await hooks.beforeRequest?.();
    outgoing.on('finish', () => hooks.afterResponse?.());
    const { method, headers, url = '' } = incoming;
    const forwarded = request(new URL(url, target), { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  };
  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing));
  const url = await listenOnLoopback(server);
  return {
    url: `${url}${pathname === '/' ? '' : pathname}`,
    [Symbol.asyncDispose]: () => stopServer(server),
  };
}
