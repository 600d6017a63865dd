import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { McpEndpoint } from '../../src/server/mcp/mcp-endpoint.ts';

/** Connects a client to an endpoint in the same process. */
export function endpointTransport(endpoint: McpEndpoint): Transport {
  const transport: Transport = {
    async start() {},
    async close() {},
    async send(message) {
      const { body } = await endpoint(message, null, new AbortController().signal);
      if (body !== undefined) transport.onmessage?.(body as JSONRPCMessage);
    },
  };
  return transport;
}
