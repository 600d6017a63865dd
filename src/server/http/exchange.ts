import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request and its response, with what the guards found out. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** Where the route takes JSON: what came. */
  readonly body?: unknown;
  /** Address of this server as the client wrote it, without a trailing slash. */
  readonly baseUrl: string;
}

type Handler = (exchange: Exchange) => Promise<void>;

/** What one path of the server does. */
export interface Route {
  /** As it appears in metrics. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Answered under any Host and Origin, without limits: for monitors that know the server by its address only. */
  readonly open?: boolean;
  /** Asks for the bearer token where one is set. */
  readonly token?: boolean;
  /** Takes a JSON body, which is there before `handle` is called. */
  readonly json?: boolean;
  /** Errors are JSON-RPC messages. */
  readonly rpc?: boolean;
  readonly handle: Handler;
}

/** A request that is refused. The message is for the client. */
export class HttpError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Code of the JSON-RPC error, where the route speaks JSON-RPC. */
  readonly rpcCode: number;

  constructor(
    status: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    rpcCode = -32_000,
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.rpcCode = rpcCode;
  }
}

const JSON_TYPE = 'application/json; charset=utf-8';

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  send(response, status, JSON_TYPE, JSON.stringify(body), headers);
}

export function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const bytes = Buffer.from(body, 'utf8');
  response.writeHead(status, { ...fields(contentType, bytes), ...headers });
  response.end(bytes);
}

/**
 * An error as the route's clients read it: JSON, never HTML.
 * @param rest ends when the body of the request does: until then the answer is sent but not over
 */
export function sendError(
  response: ServerResponse,
  error: HttpError,
  rpc: boolean,
  rest?: Promise<void>,
): void {
  const { status, message, rpcCode: code, headers } = error;
  const body = rpc ? { jsonrpc: '2.0', error: { code, message }, id: null } : { error: { status, message } };
  const bytes = Buffer.from(JSON.stringify(body), 'utf8');
  response.writeHead(status, { ...fields(JSON_TYPE, bytes), ...headers });
  if (rest === undefined) response.end(bytes);
  else {
    response.write(bytes);
    void rest.then(() => response.end());
  }
}

function fields(contentType: string, bytes: Buffer) {
  return { 'content-type': contentType, 'content-length': bytes.byteLength };
}

/** Whether an `If-None-Match` names a tag: alone, in a list, as weak, or with all there are as `*`. */
export function namesTag(header: string | undefined, tag: string): boolean {
  return header?.trim() === '*' || header?.match(/"[^"]*"/g)?.some((named) => named === tag) === true;
}
