import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import {
  type JSONRPCMessage,
  type MessageClassification,
  PerRequestHTTPServerTransport,
  Server,
} from '@modelcontextprotocol/server';
import type { CacheHints } from './cache-hints.ts';
import type { RpcRequest } from './json-rpc.ts';
import { type McpMethods, SERVER_OPTIONS, type ServerIdentity } from './mcp-server.ts';
import { SharedConnection } from './shared-connection.ts';

/** The version of MCP without a handshake: each request says which version it is and what its client can do. */
export const MODERN_VERSION = '2026-07-28';

/** Every version that is served, the newest first. */
export const PROTOCOL_VERSIONS: readonly string[] = [MODERN_VERSION, ...SUPPORTED_PROTOCOL_VERSIONS];

/**
 * Connects a server for `MODERN_VERSION`: the SDK 2.x. It knows the methods of this version, and completes
 * results as it wants them.
 */
export async function connectModernServer(
  methods: McpMethods,
  { info, instructions }: ServerIdentity,
  hints: CacheHints,
): Promise<SharedConnection> {
  const supportedProtocolVersions = [MODERN_VERSION];
  const server = new Server(info, { ...SERVER_OPTIONS, instructions, supportedProtocolVersions });
  server.setRequestHandler('server/discover', async () => ({
    supportedVersions: [...PROTOCOL_VERSIONS],
    capabilities: SERVER_OPTIONS.capabilities,
    instructions,
    ...(await hints.of('server/discover')),
  }));
  server.fallbackRequestHandler = async ({ method, params }, { mcpReq }) => ({
    ...(await methods.call(method, params, mcpReq.signal)),
    ...(await hints.of(method, params)),
  });
  const connection = new SharedConnection((message) => transport.onmessage?.(message as JSONRPCMessage));
  const transport = new ModernTransport(connection);
  server.onerror = connection.refuse;
  await server.connect(transport);
  return connection;
}

const CLIENT = {
  'io.modelcontextprotocol/protocolVersion': MODERN_VERSION,
  'io.modelcontextprotocol/clientCapabilities': {},
};

/**
 * The request as the SDK gets it: with the least that it requires of `_meta`. What a client says about itself may be
 * large or nested deep, takes the SDK long, and is of no use to the server.
 */
export function modernRequest(request: RpcRequest): RpcRequest {
  return { ...request, params: { ...request.params, _meta: CLIENT } };
}

const CLASSIFICATION: MessageClassification = { era: 'modern', revision: MODERN_VERSION };

/** A connection to the SDK's per-request transport is what makes its server speak this version, and only this one. */
class ModernTransport extends PerRequestHTTPServerTransport {
  readonly #connection: SharedConnection;

  constructor(connection: SharedConnection) {
    super({ classification: CLASSIFICATION });
    this.#connection = connection;
  }

  override send(message: JSONRPCMessage): Promise<void> {
    return this.#connection.take(message);
  }
}
