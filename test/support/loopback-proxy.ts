import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { listenOnLoopback, stopServer } from './loopback-server.ts';

export interface LoopbackProxy extends AsyncDisposable {
  readonly url: string;
  /** What it was asked for: `CONNECT api.example.test:443`, `GET http://api.example.test/v1`. */
  readonly asked: readonly string[];
  /** The `proxy-authorization` headers of the requests. */
  readonly authorizations: readonly (string | undefined)[];
  /** Answers everything with this status instead; null: forwards. */
  refuse: number | null;
}

/**
 * Starts a forward proxy on loopback. It knows the hosts that nobody else can resolve.
 * @param ports host → port on loopback
 */
export async function startLoopbackProxy(ports: Readonly<Record<string, number>>): Promise<LoopbackProxy> {
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const { 'proxy-authorization': authorization, ...headers } = incoming.headers;
    authorizations.push(authorization);
    const url = URL.parse(incoming.url ?? '');
    const port = url === null ? undefined : ports[url.hostname];
    if (proxy.refuse !== null || url === null || port === undefined) {
      outgoing.writeHead(proxy.refuse ?? 502).end();
      return;
    }
    const path = url.pathname + url.search;
    const forwarded = request(
      { port, host: '127.0.0.1', method: incoming.method, path, headers },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      },
    );
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  server.on('connect', (incoming, socket, head) => {
    asked.push(`CONNECT ${incoming.url}`);
    authorizations.push(incoming.headers['proxy-authorization']);
    const port = ports[incoming.url?.split(':')[0] ?? ''];
    if (proxy.refuse !== null || port === undefined) {
      socket.end(`HTTP/1.1 ${proxy.refuse ?? 502} Refused\r\n\r\n`);
      return;
    }
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    for (const end of [socket, target])
      end.on('error', () => {}).on('close', () => [socket, target].map((e) => e.destroy()));
    sockets.add(socket);
  });
  const sockets = new Set<{ destroy(): unknown }>();
  const proxy = {
    url: await listenOnLoopback(server),
    asked,
    authorizations,
    refuse: null as number | null,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await stopServer(server);
    },
  };
  return proxy;
}
