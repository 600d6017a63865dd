import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
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
  const server = new TasklessServer(info, { ...SERVER_OPTIONS, instructions });
  server.fallbackRequestHandler = async ({ method, params }, { signal }) => ({
    ...(await methods.call(method, params, signal)),
  });
  const connection = new SharedConnection((message) => transport.onmessage?.(message as JSONRPCMessage));
  const transport: Transport = { async start() {}, async close() {}, send: connection.take };
  server.onerror = connection.refuse;
  await server.connect(transport);
  return connection;
}

/**
 * A server without tasks must ignore that a request asks for one; the SDK's would refuse it.
 * https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/tasks#task-support-and-handling
 */
class TasklessServer extends Server {
  protected override assertTaskHandlerCapability(): void {}
}
