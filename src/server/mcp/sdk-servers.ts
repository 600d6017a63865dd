/**
 * The protocol servers of both SDKs, one for each generation of MCP. What differs between the generations is here and in
 * `mcp-endpoint.ts`; the methods that both call are in `mcp-server.ts`.
 */
import { Server as LegacyServer } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  type JSONRPCMessage as LegacyMessage,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/sdk/types.js';
import {
  type MessageClassification,
  type JSONRPCMessage as ModernMessage,
  Server as ModernServer,
  PerRequestHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { CacheHints } from './cache-hints.ts';
import { RPC, RpcError, type RpcRequest, type RpcResponse } from './json-rpc.ts';
import { type McpMethods, SERVER_OPTIONS, type ServerIdentity } from './mcp-server.ts';

/** A message as the SDKs' servers take and send it. */
type SdkMessage = Record<string, unknown> & { readonly jsonrpc: '2.0' };

interface Outcome {
  readonly response: RpcResponse;
  /** The server did not accept the request: no method was called. */
  readonly refused: boolean;
}

/**
 * Carries the requests of all clients over one connection to a protocol server of an SDK. The SDKs bind a server object
 * to a connection; with this, a stateless server needs one such object altogether instead of one for each request.
 * Requests get ids of their own on it, because those of different clients may be equal.
 */
export class SharedConnection {
  readonly #deliver: (message: SdkMessage) => void;
  readonly #prepare: (request: RpcRequest) => RpcRequest;
  readonly #waiting = new Map<unknown, (outcome: Pick<SdkMessage, 'result' | 'error'>) => void>();
  #lastId = 0;
  /** The id of the request that is being delivered. The SDKs refuse requests at once, and run handlers later. */
  #delivering = 0;

  /**
   * @param deliver gives a message to the server
   * @param prepare makes of a client's request the one that the server gets
   */
  constructor(deliver: (message: SdkMessage) => void, prepare: (request: RpcRequest) => RpcRequest) {
    this.#deliver = deliver;
    this.#prepare = prepare;
  }

  /** Resolves with the response, under the request's own id. When `signal` aborts, rejects and cancels the request. */
  async request(request: RpcRequest, signal: AbortSignal): Promise<Outcome> {
    signal.throwIfAborted();
    const id = ++this.#lastId;
    const answered = Promise.withResolvers<Pick<SdkMessage, 'result' | 'error'>>();
    const cancel = () => {
      this.#deliver({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
      answered.reject(signal.reason);
    };
    this.#waiting.set(id, answered.resolve);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const refused = this.#deliverRequest({ ...this.#prepare(request), id });
      const { result, error } = await answered.promise;
      const response = { jsonrpc: '2.0', id: request.id, ...(error === undefined ? { result } : { error }) };
      return { response: response as RpcResponse, refused };
    } finally {
      this.#waiting.delete(id);
      signal.removeEventListener('abort', cancel);
    }
  }

  /** @returns whether the server has refused the request */
  #deliverRequest(request: SdkMessage & { readonly id: number }): boolean {
    this.#delivering = request.id;
    try {
      this.#deliver(request);
    } catch {
      this.refuse();
    }
    const isWaiting = this.#waiting.has(request.id);
    this.#delivering = 0;
    return !isWaiting;
  }

  /** Takes a message from the server. Anything but a response is dropped: nobody listens for it. */
  readonly take = async (message: object): Promise<void> => {
    const { id, result, error } = message as SdkMessage;
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    resolve?.({ result, error });
  };

  /**
   * Takes an error of the server. The SDKs drop requests that do not match their schemas and only report it, and throw
   * if one is nested too deep; its client gets an answer here.
   */
  readonly refuse = (): void => {
    if (this.#delivering === 0) return;
    const { code, message } = new RpcError(
      RPC.invalidParams,
      'The request does not match the schema of MCP; look at params._meta',
    );
    void this.take({ id: this.#delivering, error: { code, message } });
  };
}

/**
 * Connects a server for the versions of MCP that begin with `initialize`, up to 2025-11-25: the SDK 1.x, which is
 * developed no further. It negotiates the version and says who the server is; what it does not know, it asks the methods.
 */
export async function connectLegacyServer(
  methods: McpMethods,
  { info, instructions }: ServerIdentity,
): Promise<SharedConnection> {
  const server = new LegacyServer(info, { ...SERVER_OPTIONS, instructions });
  server.fallbackRequestHandler = async ({ method, params }, { signal }) => ({
    ...(await methods.call(method, params, signal)),
  });
  const connection = new SharedConnection(
    (message) => transport.onmessage?.(message as LegacyMessage),
    legacyRequest,
  );
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
function legacyRequest({ params, ...request }: RpcRequest): RpcRequest {
  if (params === undefined) return request;
  const { _meta, task, ...rest } = params;
  if (request.method !== 'initialize') return { ...request, params: rest };
  const { clientInfo } = initializeSchema.shape.params.parse(rest);
  return { ...request, params: { ...rest, clientInfo, capabilities: {} } };
}

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
  const server = new ModernServer(info, { ...SERVER_OPTIONS, instructions, supportedProtocolVersions });
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
  const connection = new SharedConnection(
    (message) => transport.onmessage?.(message as ModernMessage),
    modernRequest,
  );
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
function modernRequest(request: RpcRequest): RpcRequest {
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

  override send(message: ModernMessage): Promise<void> {
    return this.#connection.take(message);
  }
}
