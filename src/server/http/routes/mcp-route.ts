import type { ServerResponse } from 'node:http';
import { type Exchange, HttpError, type Route } from '../exchange.ts';
import type { Limits } from '../limits.ts';
import { sendJson } from '../responses.ts';

/**
 * Answers one JSON-RPC message with a status and, if it is a request, the response message. When `signal` aborts, it
 * stops its work; nobody waits for the answer any more.
 */
export type McpEndpoint = (message: {
  readonly body: unknown;
  readonly protocolVersion: string | undefined;
  readonly signal: AbortSignal;
}) => Promise<{ readonly status: number; readonly body?: unknown }>;

const INVALID_REQUEST = -32_600;

/** Streamable HTTP without sessions: one message per POST, one JSON answer. */
export function mcpRoute(endpoint: McpEndpoint, limits: Pick<Limits, 'answerMs'>): Route {
  return {
    name: '/mcp',
    method: 'POST',
    requiresToken: true,
    takesJson: true,
    speaksJsonRpc: true,
    async handle({ request: { headers }, response, body }: Exchange) {
      checkAccept(headers.accept);
      if (Array.isArray(body)) {
        const message =
          'Batches are not supported: MCP removed them in version 2025-06-18. Send each message in its own request';
        throw new HttpError(400, message, { rpcCode: INVALID_REQUEST });
      }
      const version = headers['mcp-protocol-version'];
      const protocolVersion = Array.isArray(version) ? version[0] : version;
      const answer = await whileConnected(response, limits.answerMs, (signal) =>
        endpoint({ body, protocolVersion, signal }),
      );
      if (answer.body === undefined) response.writeHead(answer.status).end();
      else sendJson(response, answer.status, answer.body);
    },
  };
}

/** Clients must accept both forms of an answer, although this server only sends JSON. */
function checkAccept(accept = ''): void {
  if (!/application\/json|\*\/\*/i.test(accept) || !/text\/event-stream|\*\/\*/i.test(accept)) {
    throw new HttpError(406, 'Accept must include application/json and text/event-stream');
  }
}

/** Runs `work`, and aborts it when it takes longer than `ms` or the client disconnects. */
async function whileConnected<T>(
  response: ServerResponse,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const aborted = Promise.withResolvers<never>();
  const abortWith = (error: HttpError) => {
    aborted.reject(error);
    abort.abort();
  };
  const onClose = () => abortWith(new HttpError(400, 'The client disconnected'));
  const timer = setTimeout(() => abortWith(new HttpError(504, 'The answer took too long')), ms);
  response.once('close', onClose);
  try {
    return await Promise.race([work(abort.signal), aborted.promise]);
  } finally {
    clearTimeout(timer);
    response.off('close', onClose);
  }
}
