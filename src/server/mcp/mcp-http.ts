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
import type { McpEndpoint } from '../http/routes/mcp-route.ts';
import { invalidParamsResponse } from './mcp-errors.ts';

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

/** Takes one request to a server and its response back. Any other message of the server has no way to the client. */
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
