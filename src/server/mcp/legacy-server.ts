import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { RpcRequest } from './json-rpc.ts';
import { type McpMethods, SERVER_OPTIONS, type ServerIdentity } from './mcp-server.ts';
import { SharedConnection } from './shared-connection.ts';

/**
 * Connects a server for the versions of MCP that begin with `initialize`, up to 2025-11-25: the SDK 1.x, which is
 * developed no further. It negotiates the version and says who the server is; what it does not know, it asks the methods.
 */
export async function connectLegacyServer(
  methods: McpMethods,
  { info, instructions }: ServerIdentity,
): Promise<SharedConnection> {
  const server = new Server(info, { ...SERVER_OPTIONS, instructions });
  server.fallbackRequestHandler = async ({ method, params }, { signal }) => ({
    ...(await methods.call(method, params, signal)),
  });
  const connection = new SharedConnection((message) => transport.onmessage?.(message as JSONRPCMessage));
  const transport: Transport = { async start() {}, async close() {}, send: connection.take };
  server.onerror = connection.refuse;
  await server.connect(transport);
  return connection;
}

/** What must be right in `initialize`. The SDK's schema also goes through all that a client says it can do. */
export const initializeSchema = z.object({
  method: z.literal('initialize'),
  params: z.object({
    protocolVersion: z.string(),
    capabilities: z.looseObject({}),
    clientInfo: z.object({ name: z.string(), version: z.string() }),
  }),
});

/**
 * The request as the SDK gets it: without what the server has no use for. What a client says about itself may be large
 * or nested deep, and takes the SDK long. A server without tasks must ignore that a request asks for one; the SDK would
 * refuse it. https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/tasks
 */
export function legacyRequest({ params, ...request }: RpcRequest): RpcRequest {
  if (params === undefined) return request;
  const { _meta, task, ...rest } = params;
  if (request.method !== 'initialize') return { ...request, params: rest };
  const { clientInfo } = initializeSchema.shape.params.parse(rest);
  return { ...request, params: { ...rest, clientInfo, capabilities: {} } };
}
