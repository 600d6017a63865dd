import type { ServerResponse } from 'node:http';
import type { HttpError } from './exchange.ts';

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
