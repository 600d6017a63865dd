import type { IncomingMessage } from 'node:http';
import { HttpError } from './exchange.ts';
import type { Limits } from './limits.ts';

const PARSE_ERROR = -32_700;

/**
 * Reads a JSON body of at most `limit` bytes, until `tooSlow` aborts.
 * @throws HttpError 413, 408, 415 for another or an encoded type, 400 for what is no JSON or ended early
 */
export async function readJsonBody(
  request: IncomingMessage,
  limit: number,
  tooSlow: AbortSignal,
): Promise<unknown> {
  const {
    'content-type': type = '',
    'content-encoding': encoding,
    'content-length': length,
  } = request.headers;
  if (!/^application\/json *(;|$)/i.test(type)) {
    throw new HttpError(415, 'Content-Type must be application/json');
  }
  if (encoding !== undefined && encoding !== 'identity') {
    throw new HttpError(
      415,
      `Content-Encoding ${JSON.stringify(encoding)} is not supported; send plain JSON`,
    );
  }
  if (Number(length ?? 0) > limit) throw tooLarge(limit);
  const bytes = await readBytes(request, limit, tooSlow);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new HttpError(400, 'Parse error: the body is not valid JSON', {}, PARSE_ERROR);
  }
}

/** By events, because leaving a loop over the request early would destroy the connection, and the answer with it. */
async function readBytes(request: IncomingMessage, limit: number, tooSlow: AbortSignal): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  const take = (chunk: Buffer) => {
    size += chunk.length;
    if (size > limit) reject(tooLarge(limit));
    else chunks.push(chunk);
  };
  request.on('data', take);
  request.once('end', () => resolve(Buffer.concat(chunks)));
  request.once('close', () => reject(new HttpError(400, 'The request ended before its body was complete')));
  tooSlow.addEventListener('abort', () => reject(new HttpError(408, 'The body came too slowly')));
  try {
    return await promise;
  } finally {
    request.off('data', take);
  }
}

function tooLarge(limit: number): HttpError {
  return new HttpError(413, `The body must be at most ${limit} bytes`);
}

/**
 * Takes the rest of a body nobody wants, and cuts the connection where that is too much or takes too long. A connection
 * that is closed at once is reset by what is still on its way, and a client that sends before it reads never sees its
 * answer. Resolves when nothing more comes.
 */
export async function discardRest(
  request: IncomingMessage,
  { restBytes, restMs }: Pick<Limits, 'restBytes' | 'restMs'>,
): Promise<void> {
  const cut = () => request.socket.destroy();
  const timer = setTimeout(cut, restMs);
  let left = restBytes;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) cut();
  });
  await new Promise((resolve) => request.once('end', resolve).once('close', resolve));
  clearTimeout(timer);
}
