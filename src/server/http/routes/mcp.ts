import { type Exchange, HttpError, type Route } from '../exchange.ts';
import type { Limits } from '../limits.ts';
import { readJsonBody } from '../read-body.ts';
import { sendError, sendJson } from '../respond.ts';

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
export function mcpRoute(endpoint: McpEndpoint, limits: Pick<Limits, 'bodyBytes' | 'answerMs'>): Route {
  return {
    name: '/mcp',
    method: 'POST',
    token: true,
    rpc: true,
    async handle({ request: { headers }, request, response }: Exchange) {
      checkMediaTypes(headers.accept, headers['content-type']);
      const body = await readJsonBody(request, limits.bodyBytes);
      if (Array.isArray(body)) {
        throw new HttpError(
          400,
          'Batches are not served: MCP has none since 2025-06-18. Send each message in a request of its own',
          {},
          INVALID_REQUEST,
        );
      }
      const stop = new AbortController();
      const timer = setTimeout(() => {
        stop.abort();
        sendError(response, new HttpError(504, 'The answer took too long'), true);
      }, limits.answerMs);
      response.once('close', () => {
        clearTimeout(timer);
        if (!response.writableFinished) stop.abort();
      });
      const version = headers['mcp-protocol-version'];
      const protocolVersion = Array.isArray(version) ? version[0] : version;
      const answer = await endpoint({ body, protocolVersion, signal: stop.signal });
      if (stop.signal.aborted) return;
      if (answer.body === undefined) response.writeHead(answer.status).end();
      else sendJson(response, answer.status, answer.body);
    },
  };
}

/** A client has to take both forms of an answer, although here it only ever gets the first. */
function checkMediaTypes(accept = '', contentType = ''): void {
  if (!/application\/json|\*\/\*/i.test(accept) || !/text\/event-stream|\*\/\*/i.test(accept)) {
    throw new HttpError(406, 'Accept must name application/json and text/event-stream');
  }
  if (!/^application\/json *(;|$)/i.test(contentType)) {
    throw new HttpError(415, 'Content-Type must be application/json');
  }
}
