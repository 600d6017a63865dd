import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Logger } from '../../shared/logging/logger.ts';

/**
 * Speaks MCP on stdin and stdout until the input ends or `stop` aborts. A line that is no message is logged and left
 * unanswered, as the protocol has it.
 */
export async function serveStdio(create: () => Server, logger: Logger, stop: AbortSignal): Promise<void> {
  const server = create();
  server.onerror = (error) => logger.warn({ reason: error.message.slice(0, 500) }, 'bad message on stdin');
  const ended = Promise.withResolvers<void>();
  server.onclose = ended.resolve;
  process.stdin.once('end', ended.resolve);
  stop.addEventListener('abort', () => ended.resolve(), { once: true });
  await server.connect(new StdioServerTransport());
  logger.info('serving MCP on stdio');
  await ended.promise;
  await server.close();
}
