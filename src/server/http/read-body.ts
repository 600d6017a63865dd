import type { IncomingMessage } from 'node:http';
import { HttpError } from './exchange.ts';

const PARSE_ERROR = -32_700;

/**
 * Reads a JSON body of at most `limit` bytes.
 * @throws HttpError 413, 415 for an encoded body, 400 for what is no JSON or ended early
 */
export async function readJsonBody(request: IncomingMessage, limit: number): Promise<unknown> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new HttpError(
      415,
      `Content-Encoding ${JSON.stringify(encoding)} is not supported; send plain JSON`,
    );
  }
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      size += chunk.length;
      if (size > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof HttpError
      ? error
      : new HttpError(400, 'The request ended before its body was complete');
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new HttpError(400, 'Parse error: the body is not valid JSON', {}, PARSE_ERROR);
  }
}

/** The rest of the body is not read: the connection ends with the answer. */
function tooLarge(limit: number): HttpError {
  return new HttpError(413, `The body must be at most ${limit} bytes`, { connection: 'close' });
}
