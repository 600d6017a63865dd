import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens at a gate. */
export interface GateKeeper {
  /** Before a request is passed on, which waits for it. */
  before?(): void | Promise<void>;
  /** After its answer was passed back. */
  after?(): void;
}

export interface Gate {
  /** The target's address, with its path, through the gate. */
  readonly url: string;
  close(): Promise<void>;
}

/** A proxy on loopback in front of a server, at which a test can stop, count and react. */
export async function openGate(target: string, keeper: GateKeeper): Promise<Gate> {
  const { pathname } = new URL(target);
  const pass = async (incoming: IncomingMessage, answer: ServerResponse) => {
    await keeper.before?.();
    answer.on('finish', () => keeper.after?.());
    const { method, headers, url = '' } = incoming;
    const outgoing = request(new URL(url, target), { method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    outgoing.on('error', () => answer.destroy());
    incoming.pipe(outgoing);
  };
  const server = createServer((incoming, answer) => void pass(incoming, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname === '/' ? '' : pathname}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
