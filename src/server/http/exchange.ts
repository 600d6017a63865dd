import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorResponse, type RequestId, RPC, RpcError } from '../mcp/json-rpc.ts';
import type { RequestEntry } from './request-log.ts';

/** One path of the server, or everything below one. */
export interface Route {
  /** Label of the route in metrics and logs. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** The tool that answers, if it is always the same. */
  readonly tool?: string;
  /** Asked by monitors every few seconds, so that a line for each request would hide the others. */
  readonly polled?: boolean;
  /** Answers under any Host and Origin, without limits: monitors know the server by its address only. */
  readonly unguarded?: boolean;
  /** Requires the bearer token where one is configured. */
  readonly requiresToken?: boolean;
  /** Requires a JSON body; it is parsed before `handle` is called. */
  readonly takesJson?: boolean;
  /** What a request counts under the rate limits, for a route that takes JSON perhaps by its body; default: 1. */
  readonly cost?: number | ((body: unknown) => number);
  /** Errors are sent as JSON-RPC messages. */
  readonly speaksJsonRpc?: boolean;
  /** Sends a long response at the client's pace: `handle` resolves when it has begun. */
  readonly streams?: boolean;
  /** Sends the response, or rejects with the HttpError to send instead. */
  handle(exchange: Exchange): Promise<void>;
}

/** A request that has passed the guards, and its response. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** The parsed body, where the route takes JSON. */
  readonly body?: unknown;
  /** Address of this server as the client wrote it, without a trailing slash. */
  readonly baseUrl: string;
  /** What the log will say of it. */
  readonly entry: RequestEntry;
}

interface HttpErrorOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Code of the JSON-RPC error, for routes that speak JSON-RPC. */
  readonly rpcCode?: number;
}

/** A request that cannot be answered. The client gets the message. */
export class HttpError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly rpcCode: number;

  constructor(
    status: number,
    message: string,
    { headers = {}, rpcCode = RPC.serverError }: HttpErrorOptions = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.rpcCode = rpcCode;
  }
}

type Headers = Readonly<Record<string, string>>;

export const JSON_TYPE = 'application/json; charset=utf-8';

interface Content {
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Headers;
}

/** Sends a whole response with status 200. */
export function send(response: ServerResponse, { contentType, body, headers = {} }: Content): void {
  response.writeHead(200, { ...contentHeaders(contentType, body), ...headers });
  response.end(body);
}

/**
 * Sends a whole response with an ETag, or 304 if the client has it already.
 * @param etag with its quotes
 */
export function sendTagged({ request, response }: Exchange, etag: string, content: Content): void {
  const headers = { etag, 'cache-control': 'no-cache', ...content.headers };
  if (matchesEtag(request.headers['if-none-match'], etag)) response.writeHead(304, headers).end();
  else send(response, { ...content, headers });
}

/** Whether an `If-None-Match` header matches the ETag: alone, in a list, as a weak one, or with `*`. */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  const quoted = etag.replace(/^W\//, '');
  return header?.trim() === '*' || header?.match(/"[^"]*"/g)?.includes(quoted) === true;
}

/** Sends a whole JSON response. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, contentHeaders(JSON_TYPE, text));
  response.end(text);
}

/**
 * Sends an error as JSON, never as HTML.
 * @param rpcId the id of the JSON-RPC request, null if it is not known; undefined: the route does not speak JSON-RPC
 * @param bodyDiscarded resolves when no more of the request's body arrives; the response does not end before
 */
export function sendError(
  response: ServerResponse,
  { status, message, rpcCode, headers }: HttpError,
  rpcId: RequestId | null | undefined,
  bodyDiscarded?: Promise<void>,
): void {
  const body =
    rpcId === undefined
      ? { error: { status, message } }
      : errorResponse(rpcId, new RpcError(rpcCode, message));
  const text = JSON.stringify(body);
  response.writeHead(status, { ...contentHeaders(JSON_TYPE, text), ...headers });
  if (bodyDiscarded === undefined) response.end(text);
  else {
    response.write(text);
    void bodyDiscarded.then(() => response.end());
  }
}

const PARSER_ERRORS: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/**
 * Answers bytes that are not an HTTP request, or headers that arrive too slowly, and closes the connection.
 * @param headers the headers of every response
 */
export function rejectMalformed(error: NodeJS.ErrnoException, socket: Duplex, headers: Headers): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = PARSER_ERRORS[error.code ?? ''] ?? [400, 'Bad Request'];
  const body = JSON.stringify({ error: { status, message } });
  const fields = { ...headers, ...contentHeaders(JSON_TYPE, body), connection: 'close' };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${message}`, ...lines, '', body].join('\r\n'));
}

function contentHeaders(contentType: string, body: string) {
  return { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };
}

/** The headers of every response. Pages for people replace the Content-Security-Policy with their own. */
export function securityHeaders(publicUrl: string | null): Headers {
  return {
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    ...(publicUrl?.startsWith('https://') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}

/** CORS: lets a page of this origin read the response. */
export function allowOrigin(response: ServerResponse, origin: string | undefined): void {
  response.setHeader('vary', 'Origin');
  if (origin === undefined) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader(
    'access-control-expose-headers',
    'mcp-session-id, mcp-protocol-version, retry-after, www-authenticate, x-request-id',
  );
}

/** Answers OPTIONS, the CORS preflight included. */
export function answerOptions(response: ServerResponse, allow: string): void {
  response.writeHead(204, {
    allow,
    'access-control-allow-methods': allow,
    'access-control-allow-headers':
      'content-type, accept, authorization, mcp-protocol-version, mcp-method, mcp-name, mcp-session-id',
    'access-control-max-age': '600',
  });
  response.end();
}
