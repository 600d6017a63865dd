import type { IncomingMessage } from 'node:http';
import type { Limits } from './limits.ts';

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
