import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A request on its way through the proxy. */
export interface Passing {
  /** From 1 on. */
  readonly number: number;
  /** `PUT /collections/docs/points`, without the query. */
  readonly route: string;
  readonly body: string;
}

/** What happens to a request instead of being passed on, or after it was. */
export type Fault =
  /** Answered here. */
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  /** Never answered. */
  | 'hang'
  /** Not passed on, and the connection closed: the server is gone. */
  | 'refuse'
  /** Passed on, but the answer lost: nobody knows what came of it. */
  | 'lose the answer'
  /** Passed on, but only after so long: the server is slow. */
  | { readonly lateMs: number };

export interface FaultProxy {
  readonly url: string;
  /** Every request so far. */
  readonly passed: readonly Passing[];
  /** What to do about a request; null or nothing: pass it on. */
  fail(rule: ((request: Passing) => Fault | null) | null): void;
  close(): Promise<void>;
}

/** A loopback proxy in front of a real server, which can be told to fail. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const passed: Passing[] = [];
  let rule: ((request: Passing) => Fault | null) | null = null;

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const path = (incoming.url ?? '/').split('?')[0];
    const passing = { number: passed.length + 1, route: `${incoming.method} ${path}`, body: String(body) };
    passed.push(passing);
    const fault = rule?.(passing) ?? null;
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
    if (fault !== null && typeof fault === 'object') await delay(fault.lateMs, undefined, { ref: false });
    const { method, headers } = incoming;
    const onward = send(`${target}${incoming.url}`, { method, headers }, (answer) => {
      if (fault === 'lose the answer') {
        answer.resume().once('end', () => incoming.socket.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.once('error', () => incoming.socket.destroy());
    onward.end(body);
  };

  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    fail: (next) => {
      rule = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
