import type { ServerResponse } from 'node:http';
import { type Exchange, HttpError, type Route, sendJson } from '../exchange.ts';
import type { Limits } from '../limits.ts';

const INVALID_REQUEST = -32_600;

/**
 * Answers one JSON-RPC message with a status and, for a request, the answer's message. What it works on stops when
 * `signal` aborts, and then it need not answer any more.
 */
export type McpEndpoint = (message: {
  readonly body: unknown;
  readonly protocolVersion: string | undefined;
  readonly signal: AbortSignal;
}) => Promise<{ readonly status: number; readonly body?: unknown }>;

/** Streamable HTTP without sessions: one message a POST, one JSON answer. */
export function mcpRoute(endpoint: McpEndpoint, limits: Pick<Limits, 'answerMs'>): Route {
  return {
    name: '/mcp',
    method: 'POST',
    token: true,
    json: true,
    rpc: true,
    async handle({ request: { headers }, response, body }: Exchange) {
      checkAccept(headers.accept);
      if (Array.isArray(body)) {
        throw new HttpError(
          400,
          'Batches are not served: MCP has none since 2025-06-18. Send each message in a request of its own',
          {},
          INVALID_REQUEST,
        );
      }
      const version = headers['mcp-protocol-version'];
      const protocolVersion = Array.isArray(version) ? version[0] : version;
      const answer = await whileWanted(response, limits.answerMs, (signal) =>
        endpoint({ body, protocolVersion, signal }),
      );
      if (answer.body === undefined) response.writeHead(answer.status).end();
      else sendJson(response, answer.status, answer.body);
    },
  };
}

/** Works on an answer until it takes too long or nobody waits for it any more; then the work is stopped, too. */
async function whileWanted<T>(
  response: ServerResponse,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const stopped = Promise.withResolvers<never>();
  const giveUp = (error: HttpError) => {
    stopped.reject(error);
    stop.abort();
  };
  const gone = () => giveUp(new HttpError(400, 'The client has gone'));
  const timer = setTimeout(() => giveUp(new HttpError(504, 'The answer took too long')), ms);
  response.once('close', gone);
  try {
    return await Promise.race([work(stop.signal), stopped.promise]);
  } finally {
    clearTimeout(timer);
    response.off('close', gone);
  }
}

/** A client has to take both forms of an answer, although here it only ever gets the first. */
function checkAccept(accept = ''): void {
  if (!/application\/json|\*\/\*/i.test(accept) || !/text\/event-stream|\*\/\*/i.test(accept)) {
    throw new HttpError(406, 'Accept must name application/json and text/event-stream');
  }
}
