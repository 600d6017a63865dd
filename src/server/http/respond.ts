import type { ServerResponse } from 'node:http';
import type { HttpError } from './exchange.ts';

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body), headers);
}

export function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const bytes = Buffer.from(body, 'utf8');
  response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.byteLength, ...headers });
  response.end(bytes);
}

/** An error as the route's clients read it: JSON, never HTML. */
export function sendError(response: ServerResponse, error: HttpError, rpc: boolean): void {
  const { status, message, rpcCode: code, headers } = error;
  const body = rpc ? { jsonrpc: '2.0', error: { code, message }, id: null } : { error: { status, message } };
  sendJson(response, status, body, headers);
}
