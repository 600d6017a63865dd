import type { IncomingMessage } from 'node:http';
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
