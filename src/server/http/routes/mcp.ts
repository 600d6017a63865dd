import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Exchange, HttpError, type Route } from '../exchange.ts';
import type { Limits } from '../limits.ts';
import { readJsonBody } from '../read-body.ts';
import { sendError } from '../respond.ts';

const INVALID_REQUEST = -32_600;

/** Answers one JSON-RPC message; the transport behind it is the MCP adapter's. */
export type McpEndpoint = (
  request: IncomingMessage,
  response: ServerResponse,
  body: unknown,
) => Promise<void>;

/** Streamable HTTP without sessions: one message a POST, one JSON answer. */
export function mcpRoute(endpoint: McpEndpoint, limits: Pick<Limits, 'bodyBytes' | 'answerMs'>): Route {
  return {
    name: '/mcp',
    method: 'POST',
    token: true,
    rpc: true,
    async handle({ request, response }: Exchange) {
      const body = await readJsonBody(request, limits.bodyBytes);
      if (Array.isArray(body)) {
        throw new HttpError(
          400,
          'Batches are not served (MCP dropped them); send one message',
          {},
          INVALID_REQUEST,
        );
      }
      const timer = setTimeout(() => giveUp(response), limits.answerMs);
      response.once('close', () => clearTimeout(timer));
      await endpoint(request, response, body);
    },
  };
}

/** Closing the response also cancels the work on it. */
function giveUp(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else sendError(response, new HttpError(504, 'The answer took too long'), true);
}
