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
import { wrongParams } from './mcp-errors.ts';

/**
 * Answers the messages of the stateless Streamable HTTP transport, each with a server of its own, in plain JSON.
 * The SDK's own transport would carry every answer through a web `Request` and `Response`, for nothing.
 */
export function mcpEndpoint(create: () => Promise<Server>, logger: Logger): McpEndpoint {
  return async ({ body, protocolVersion, signal }) => {
    const message = JSONRPCMessageSchema.safeParse(body).data;
    if (message === undefined) return refusal('The body is not a JSON-RPC 2.0 message');
    if (protocolVersion !== undefined && !isInitializeRequest(message) && !isSupported(protocolVersion)) {
      return refusal(`MCP-Protocol-Version must be one of ${SUPPORTED_PROTOCOL_VERSIONS.join(', ')}`);
    }
    const wrong = wrongParams(message);
    if (wrong !== null) return { status: 200, body: wrong };
    const server = await create();
    if (signal.aborted) return NOBODY_WAITS;
    server.onerror = (error) => logger.debug({ reason: error.message.slice(0, 500) }, 'refused a message');
    const transport = new OneAnswer();
    await server.connect(transport);
    signal.addEventListener('abort', () => server.close(), { once: true });
    transport.onmessage?.(message);
    return isJSONRPCRequest(message) ? { status: 200, body: await transport.answer } : { status: 202 };
  };
}

/** Not sent: who asked has gone. */
const NOBODY_WAITS = { status: 202 };

/** Carries one request to its server and the answer back. Nothing else can be sent to a client that is not listening. */
class OneAnswer implements Transport {
  readonly answer: Promise<JSONRPCMessage>;
  onmessage?: NonNullable<Transport['onmessage']>;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  readonly #answered: (message: JSONRPCMessage) => void;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<JSONRPCMessage>();
    this.answer = promise;
    this.#answered = resolve;
  }

  async start(): Promise<void> {}

  async send(message: JSONRPCMessage): Promise<void> {
    if ('result' in message || 'error' in message) this.#answered(message);
  }

  async close(): Promise<void> {
    this.onclose?.();
  }
}

function isSupported(version: string): boolean {
  return SUPPORTED_PROTOCOL_VERSIONS.includes(version);
}

function refusal(message: string) {
  return {
    status: 400,
    body: { jsonrpc: '2.0', error: { code: ErrorCode.InvalidRequest, message }, id: null },
  };
}
