/** JSON-RPC 2.0 as MCP uses it. https://www.jsonrpc.org/specification */

export type RequestId = string | number;

export type Params = Readonly<Record<string, unknown>>;

export interface RpcRequest {
  readonly jsonrpc: '2.0';
  readonly id: RequestId;
  readonly method: string;
  readonly params?: Params;
}

export interface RpcResponse {
  readonly jsonrpc: '2.0';
  /** null: the request had none that can be repeated. */
  readonly id: RequestId | null;
  readonly result?: object;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

export const RPC = {
  parseError: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  internalError: -32_603,
  /** JSON-RPC leaves -32000 to -32099 to the server; MCP reserves those from -32020 on. */
  serverError: -32_000,
  /** A missing resource, up to protocol version 2025-11-25. */
  resourceNotFound: -32_002,
  /** An HTTP header differs from the body, from protocol version 2026-07-28 on. */
  headerMismatch: -32_020,
  /** A protocol version that is not served, from protocol version 2026-07-28 on. */
  unsupportedVersion: -32_022,
} as const;

/** An error that the client gets as the response to its request. */
export class RpcError extends Error {
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export function errorResponse(id: RequestId | null, { code, message, data }: RpcError): RpcResponse {
  return { jsonrpc: '2.0', error: { code, message, ...(data === undefined ? {} : { data }) }, id };
}

/** A message from a client. Whatever it has beside the members of JSON-RPC is left out. */
export type ClientMessage =
  | { readonly kind: 'request'; readonly request: RpcRequest }
  | { readonly kind: 'notification'; readonly method: string; readonly params: Params | undefined }
  /** Answers nothing, because the server sends no requests. */
  | { readonly kind: 'response' }
  | { readonly kind: 'invalid'; readonly id: RequestId | null; readonly error: RpcError };

/** @param value parsed JSON */
export function readMessage(value: unknown): ClientMessage {
  if (Array.isArray(value)) {
    return invalid(
      null,
      'Batches are not supported: MCP removed them in version 2025-06-18. Send each message in its own request',
    );
  }
  if (!isObject(value)) return invalid(null, 'The body is not a JSON-RPC 2.0 message');
  const id = requestIdOf(value);
  if (value['jsonrpc'] !== '2.0') return invalid(id, 'jsonrpc must be "2.0"');
  const { method, params } = value;
  if (method === undefined && ('result' in value || 'error' in value)) return { kind: 'response' };
  if (typeof method !== 'string') return invalid(id, 'method must be a string');
  if (params !== undefined && !isObject(params)) return invalid(id, 'params must be an object, or left out');
  if (value['id'] === undefined) return { kind: 'notification', method, params };
  if (id === null || !isIdAllowed(id)) return invalid(id, 'id must be a string or an integer');
  const request = { jsonrpc: '2.0' as const, id, method };
  return { kind: 'request', request: params === undefined ? request : { ...request, params } };
}

function invalid(id: RequestId | null, message: string): ClientMessage {
  return { kind: 'invalid', id, error: new RpcError(RPC.invalidRequest, message) };
}

/** The id of a message to answer under; null if it has none that JSON gives back unchanged. */
export function requestIdOf(message: unknown): RequestId | null {
  const id = isObject(message) ? message['id'] : undefined;
  if (typeof id === 'string') return id;
  return typeof id === 'number' && Math.abs(id) <= Number.MAX_SAFE_INTEGER ? id : null;
}

/** MCP allows strings and integers. */
function isIdAllowed(id: RequestId): boolean {
  return typeof id === 'string' || Number.isSafeInteger(id);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The tool that a message calls, for the log; undefined if it calls none of these, because what a client sends as a name
 * may be anything.
 * @param message untrusted JSON
 */
export function calledTool(message: unknown, names: ReadonlySet<string>): string | undefined {
  if (!isObject(message) || message['method'] !== 'tools/call' || !isObject(message['params']))
    return undefined;
  const { name } = message['params'];
  return typeof name === 'string' && names.has(name) ? name : undefined;
}

/** Whether a response is an error, of the protocol or of a tool. */
export function isFailure({ result, error }: RpcResponse): boolean {
  return error !== undefined || (isObject(result) && result['isError'] === true);
}
