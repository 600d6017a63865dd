import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback, readBody, stopServer } from '../support/loopback-server.ts';
import { type Exchange, messagesIn, Pairing } from './wire.ts';

export interface HttpTap extends AsyncDisposable {
  readonly url: string;
  /** Every exchange so far, in the order of the responses. */
  readonly exchanges: readonly Exchange[];
}

/** Starts a loopback proxy in front of a server, which records what passes through it. */
export async function startHttpTap(server: string): Promise<HttpTap> {
  const exchanges: Exchange[] = [];

  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pairing = new Pairing((exchange) => exchanges.push(exchange));
    const body = await readBody(request);
    for (const message of messagesIn(body.toString())) pairing.sent(message);
    const { method, headers, url = '/' } = request;
    const target = new URL(url, server);
    const onward = forward(
      target,
      { ...(method === undefined ? {} : { method }), headers: { ...headers, host: target.host } },
      async (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        for (const message of messagesIn(await text(answer))) pairing.received(message);
      },
    );
    onward.on('error', () => response.destroy());
    onward.end(body);
  };

  const tap = createServer((request, response) => void pass(request, response));
  const url = await listenOnLoopback(tap);
  return { url, exchanges, [Symbol.asyncDispose]: () => stopServer(tap) };
}
