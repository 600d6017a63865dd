import type { IncomingHttpHeaders } from 'node:http';
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import type { Logger } from '../../shared/logger.ts';
import type { CacheHints } from './cache-hints.ts';
import {
  errorResponse,
  isObject,
  type Params,
  RPC,
  RpcError,
  type RpcRequest,
  type RpcResponse,
  readMessage,
} from './json-rpc.ts';
import { invalidParams, type McpMethods, type ServerIdentity } from './mcp-server.ts';
import { withArgumentsObject } from './read-arguments.ts';
import {
  connectLegacyServer,
  connectModernServer,
  initializeSchema,
  MODERN_VERSION,
  PROTOCOL_VERSIONS,
  type SharedConnection,
} from './sdk-servers.ts';

/** The answer to a message: a status as HTTP has them and, if the message wants one, the response. */
interface McpAnswer {
  readonly status: number;
  readonly body?: RpcResponse;
}

/**
 * Answers one message, whatever carried it. Nothing is remembered between two messages, so that each may be of another
 * version of the protocol. Versions from 2026-07-28 on are called modern, those before legacy, as in
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning#terminology
 * @param message parsed JSON, not validated yet
 * @param headers of the message; null if its transport has none
 * @param signal when it aborts, the promise rejects and the work for the answer is stopped
 */
export type McpEndpoint = (
  message: unknown,
  headers: ProtocolHeaders | null,
  signal: AbortSignal,
) => Promise<McpAnswer>;

export function mcpEndpoint(methods: McpMethods, hints: CacheHints, logger: Logger): McpEndpoint {
  const legacy = perIdentity(methods, (identity) => connectLegacyServer(methods, identity));
  const modern = perIdentity(methods, (identity) => connectModernServer(methods, identity, hints));
  return async (value, headers, signal) => {
    const message = readMessage(value);
    if (message.kind === 'invalid') {
      logger.debug({ reason: message.error.message }, 'refused a message');
      return refuse(message.id, message.error);
    }
    if (message.kind !== 'request') {
      const error = unservedHeader(headers);
      return error === null ? { status: 202 } : refuse(null, error);
    }
    const request = withArgumentsObject(message.request);
    const forModern = isModern(request, headers);
    const error = forModern ? modernProblem(request, headers) : legacyProblem(request, headers);
    if (error !== null) {
      logger.debug({ reason: error.message }, 'refused a request');
      return refuse(request.id, error);
    }
    const connection = await (forModern ? modern() : legacy());
    const { response, refused } = await connection.request(request, signal);
    const isUnknown = forModern && response.error?.code === RPC.methodNotFound;
    return { status: isUnknown ? 404 : refused ? 400 : 200, body: response };
  };
}

function refuse(id: RpcResponse['id'], error: RpcError): McpAnswer {
  return { status: 400, body: errorResponse(id, error) };
}

/** Connects again when the server's identity has changed: the SDKs' servers keep the one they were made with. */
function perIdentity(
  methods: McpMethods,
  connect: (identity: ServerIdentity) => Promise<SharedConnection>,
): () => Promise<SharedConnection> {
  let current: { readonly key: string; readonly connection: Promise<SharedConnection> } | null = null;
  return async () => {
    const identity = await methods.identity();
    const key = JSON.stringify(identity);
    if (current?.key !== key) current = { key, connection: connect(identity) };
    return current.connection;
  };
}

const VERSION_KEY = 'io.modelcontextprotocol/protocolVersion';
const CAPABILITIES_KEY = 'io.modelcontextprotocol/clientCapabilities';

function metaOf({ params }: RpcRequest): Params {
  const meta = params?.['_meta'];
  return isObject(meta) ? meta : {};
}

/** Whether a request is of 2026-07-28 or later: those say their version themselves, over HTTP also in the header. */
function isModern(request: RpcRequest, headers: ProtocolHeaders | null): boolean {
  return VERSION_KEY in metaOf(request) || headers?.version === MODERN_VERSION;
}

/** Why a request of 2026-07-28 or later cannot be served; null if it can. */
function modernProblem(request: RpcRequest, headers: ProtocolHeaders | null): RpcError | null {
  const { [VERSION_KEY]: version, [CAPABILITIES_KEY]: capabilities } = metaOf(request);
  if (typeof version !== 'string') return missingMeta(VERSION_KEY, 'a protocol version');
  if (version !== MODERN_VERSION && (headers === null || headers.version === version)) {
    return unsupportedVersion(version);
  }
  if (!isObject(capabilities)) return missingMeta(CAPABILITIES_KEY, 'an object');
  return headers === null ? null : headerMismatch(request, version, headers);
}

function missingMeta(key: string, what: string): RpcError {
  return new RpcError(RPC.invalidParams, `Invalid params: _meta must have ${key}, ${what}`);
}

/** Why a request of a version up to 2025-11-25 cannot be served; null if it can. */
function legacyProblem({ method, params }: RpcRequest, headers: ProtocolHeaders | null): RpcError | null {
  if (method === 'initialize') {
    // It negotiates the version, so that the header does not count.
    return invalidParams(initializeSchema, { method, params });
  }
  return unservedHeader(headers);
}

function unservedHeader(headers: ProtocolHeaders | null): RpcError | null {
  const version = headers?.version;
  return version === undefined || PROTOCOL_VERSIONS.includes(version) ? null : unsupportedVersion(version);
}

function unsupportedVersion(requested: string): RpcError {
  const message = SUPPORTED_PROTOCOL_VERSIONS.includes(requested)
    ? `Protocol version ${requested} begins with initialize; _meta must say ${MODERN_VERSION}`
    : 'Unsupported protocol version';
  const data = { supported: PROTOCOL_VERSIONS, requested: requested.slice(0, 100) };
  return new RpcError(RPC.unsupportedVersion, message, data);
}

/** The headers that repeat what the body of a request says, so that proxies can route by them. */
export interface ProtocolHeaders {
  readonly version: string | undefined;
  readonly method: string | undefined;
  readonly name: string | undefined;
}

/** Node joins a header that was sent several times with commas, so that it equals nothing in the body. */
export function protocolHeaders(headers: IncomingHttpHeaders): ProtocolHeaders {
  return {
    version: headers['mcp-protocol-version'] as string | undefined,
    method: headers['mcp-method'] as string | undefined,
    name: headers['mcp-name'] as string | undefined,
  };
}

/** The parameter that `Mcp-Name` repeats. */
const NAME_PARAMETER: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

/**
 * Checks that the headers say what the body of a 2026-07-28 request says.
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#server-validation
 * @param version of the request, by its body
 * @returns the error of the first header that is missing or differs
 */
export function headerMismatch(
  { method, params }: RpcRequest,
  version: string,
  headers: ProtocolHeaders,
): RpcError | null {
  const parameter = Object.hasOwn(NAME_PARAMETER, method) ? NAME_PARAMETER[method] : undefined;
  const name = parameter === undefined ? undefined : params?.[parameter];
  return (
    mismatch('MCP-Protocol-Version', headers.version, version) ??
    mismatch('Mcp-Method', headers.method, method) ??
    (typeof name === 'string' ? mismatch('Mcp-Name', decoded(headers.name), name) : null)
  );
}

function mismatch(header: string, sent: string | undefined, expected: string): RpcError | null {
  if (sent === expected) return null;
  const problem =
    sent === undefined ? 'is missing or not validly encoded' : `is ${JSON.stringify(sent.slice(0, 100))}`;
  const message = `Header mismatch: ${header} ${problem}; the body says ${JSON.stringify(expected.slice(0, 100))}`;
  return new RpcError(RPC.headerMismatch, message);
}

/** What is no plain ASCII is sent in Base64, marked as such. */
function decoded(value: string | undefined): string | undefined {
  const base64 = /^=\?base64\?(.*)\?=$/s.exec(value ?? '')?.[1];
  if (base64 === undefined) return value;
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}
