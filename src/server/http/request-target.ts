import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { HttpError } from './exchange.ts';

/** What a request asks for. */
export interface RequestTarget {
  readonly url: URL;
  /** The name it asks for it under. */
  readonly host: string | undefined;
}

/**
 * Reads a target that is a path, or a whole address, whose host counts instead of the header's.
 * https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 * @throws HttpError 400
 */
export function requestTarget({ url: target = '', headers }: IncomingMessage): RequestTarget {
  const whole = /^https?:\/\/([^/?#]+)/i.exec(target);
  const url = URL.parse(target.startsWith('/') ? `http://localhost${target}` : (whole?.input ?? ''));
  if (url === null) throw new HttpError(400, 'The request target is neither a path nor an address');
  return { url, host: whole?.[1] ?? headers.host };
}

/** Of several, Node shows the first; whoever looks at another takes the request for something else. */
export function namesSeveralHosts({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length > 1;
}

const REFUSALS: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/**
 * What is no HTTP, or comes too slowly, gets a short answer and the door.
 * @param headers what every answer has
 */
export function refuseMalformed(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  headers: Readonly<Record<string, string>>,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = REFUSALS[error.code ?? ''] ?? [400, 'Bad Request'];
  const body = JSON.stringify({ error: { status, message } });
  const fields = {
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    connection: 'close',
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${message}`, ...lines, '', body].join('\r\n'));
}
