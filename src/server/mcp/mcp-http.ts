import type { ServerResponse } from 'node:http';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ErrorCode,
  isInitializeRequest,
  isJSONRPCRequest,
  type JSONRPCMessage,
  JSONRPCMessageSchema,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/sdk/types.js';
import type { Logger } from '../../shared/logger.ts';
import { type Exchange, HttpError, type Route, sendJson } from '../http/exchange.ts';
import type { Limits } from '../http/limits.ts';
import { messageCost } from './message-cost.ts';
import { invalidParamsResponse } from './tool.ts';

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
    cost: messageCost,
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

/**
 * Answers the messages of the stateless Streamable HTTP transport, each with a server of its own, in plain JSON. The
 * SDK's own transport would convert every message to a web `Request` and `Response`, at a cost and without a use here.
 */
export function mcpEndpoint(create: () => Promise<Server>, logger: Logger): McpEndpoint {
  return async ({ body, protocolVersion, signal }) => {
    const message = JSONRPCMessageSchema.safeParse(body).data;
    if (message === undefined) return invalidRequest('The body is not a JSON-RPC 2.0 message');
    if (protocolVersion !== undefined && !isInitializeRequest(message) && !isSupported(protocolVersion)) {
      return invalidRequest(`MCP-Protocol-Version must be one of ${SUPPORTED_PROTOCOL_VERSIONS.join(', ')}`);
    }
    const invalidParams = invalidParamsResponse(message);
    if (invalidParams !== null) return { status: 200, body: invalidParams };
    const server = await create();
    // The client has disconnected: this answer is never sent.
    if (signal.aborted) return { status: 202 };
    server.onerror = (error) => logger.debug({ reason: error.message.slice(0, 500) }, 'refused a message');
    const transport = new SingleResponseTransport();
    await server.connect(transport);
    signal.addEventListener('abort', () => server.close(), { once: true });
    transport.onmessage?.(message);
    return isJSONRPCRequest(message) ? { status: 200, body: await transport.response } : { status: 202 };
  };
}

/** Takes one request to a server and its response back. Any other message from the server is dropped. */
class SingleResponseTransport implements Transport {
  readonly response: Promise<JSONRPCMessage>;
  onmessage?: NonNullable<Transport['onmessage']>;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  readonly #respond: (message: JSONRPCMessage) => void;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<JSONRPCMessage>();
    this.response = promise;
    this.#respond = resolve;
  }

  async start(): Promise<void> {}

  async send(message: JSONRPCMessage): Promise<void> {
    if ('result' in message || 'error' in message) this.#respond(message);
  }

  async close(): Promise<void> {
    this.onclose?.();
  }
}

function isSupported(version: string): boolean {
  return SUPPORTED_PROTOCOL_VERSIONS.includes(version);
}

function invalidRequest(message: string) {
  return {
    status: 400,
    body: { jsonrpc: '2.0', error: { code: ErrorCode.InvalidRequest, message }, id: null },
  };
}
