import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CancelledNotificationSchema,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import type { Logger } from '../../shared/logger.ts';
import { withArgumentsObject } from './read-arguments.ts';
import { invalidParamsResponse } from './tool.ts';

/** Time for pending requests after the input has ended or the server has been stopped. */
const DRAIN_MS = 8_000;

/**
 * Speaks MCP on stdin and stdout until the input ends or `stop` aborts, then finishes the pending requests. A line that
 * is not a JSON-RPC message is logged and not answered, as the specification requires.
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
  transport.onmessage = (received) => {
    const message = withArgumentsObject(received);
    const invalidParams = invalidParamsResponse(message);
    if (invalidParams === null) deliver?.(message);
    else void transport.send(invalidParams);
  };
  const pending = new PendingRequests(transport);
  logger.info('serving MCP on stdio');
  await Promise.race([ended.promise, closed.promise]);
  await Promise.race([pending.answered(DRAIN_MS), closed.promise]);
  await server.close();
}

/** Tracks the requests of a connected transport that have not been answered yet. */
export class PendingRequests {
  readonly #pending = new Set<RequestId>();
  #onNone: () => void = () => {};

  constructor(transport: Pick<Transport, 'onmessage' | 'send'>) {
    const deliver = transport.onmessage;
    transport.onmessage = (message, extra) => {
      this.#arrived(message);
      deliver?.(message, extra);
    };
    const send = transport.send.bind(transport);
    transport.send = async (message, options) => {
      await send(message, options);
      if (('result' in message || 'error' in message) && message.id !== undefined) this.#done(message.id);
    };
  }

  /** Resolves when every request has been answered or cancelled, at the latest after `ms` milliseconds. */
  async answered(ms: number): Promise<void> {
    if (this.#pending.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onNone = resolve;
    const timer = setTimeout(resolve, ms);
    await promise;
    clearTimeout(timer);
  }

  #arrived(message: JSONRPCMessage): void {
    if (isJSONRPCRequest(message)) this.#pending.add(message.id);
    const cancelled = CancelledNotificationSchema.safeParse(message).data?.params.requestId;
    if (cancelled !== undefined) this.#done(cancelled);
  }

  #done(id: RequestId): void {
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#onNone();
  }
}
