import type { IncomingMessage, ServerResponse } from 'node:http';

/** On every response. The status page replaces the policy with its own. */
export function securityHeaders(publicUrl: string | null): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    ...(publicUrl?.startsWith('https://') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}

/** Lets the page at an allowed origin read the answer. */
export function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  response.setHeader('vary', 'Origin');
  if (origin === undefined) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader(
    'access-control-expose-headers',
    'mcp-session-id, mcp-protocol-version, retry-after, www-authenticate',
  );
}

/** Answers OPTIONS, the browser's preflight included. */
export function answerOptions(response: ServerResponse, allow: string): void {
  response.writeHead(204, {
    allow,
    'access-control-allow-methods': allow,
    'access-control-allow-headers':
      'content-type, accept, authorization, mcp-protocol-version, mcp-session-id',
    'access-control-max-age': '600',
  });
  response.end();
}
