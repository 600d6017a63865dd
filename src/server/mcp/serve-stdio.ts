import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Logger } from '../../shared/logging/logger.ts';
import { PendingRequests } from './pending-requests.ts';
import { wrongParams } from './wrong-params.ts';

/** How long requests may take to finish once the input has ended or the server is stopped. */
const DRAIN_MS = 8_000;

/**
 * Speaks MCP on stdin and stdout until the input ends or `stop` aborts, and what was asked before has been answered. A
 * line that is no message is logged and left unanswered, as the protocol has it.
 */
export async function serveStdio(
  create: () => Promise<Server>,
  logger: Logger,
  stop: AbortSignal,
): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  process.stdin.once('end', ended.resolve);
  process.stdout.once('error', () => closed.resolve());
  stop.addEventListener('abort', () => ended.resolve(), { once: true });
  const server = await create();
  server.onerror = (error) => logger.warn({ reason: error.message.slice(0, 500) }, 'bad message on stdin');
  server.onclose = () => closed.resolve();
  const transport = new StdioServerTransport();
  await server.connect(transport);
  const deliver = transport.onmessage;
  transport.onmessage = (message) => {
    const wrong = wrongParams(message);
    if (wrong === null) deliver?.(message);
    else void transport.send(wrong);
  };
  const pending = new PendingRequests(transport);
  logger.info('serving MCP on stdio');
  await Promise.race([ended.promise, closed.promise]);
  await Promise.race([pending.answered(DRAIN_MS), closed.promise]);
  await server.close();
}
