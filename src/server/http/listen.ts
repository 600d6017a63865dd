import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OperationalError } from '../../shared/operational-error.ts';
import { logStart } from '../start-log.ts';
import { type AppDeps, createApp } from './http-server.ts';

/** Time for requests in flight after a stop signal: shorter than orchestrators wait before they kill. */
const DRAIN_MS = 8_000;

export interface ServingOptions {
  /** Stops the server after it has answered the requests in flight. */
  readonly stop: AbortSignal;
  /** Called once the server listens. */
  readonly onListening?: ((address: string) => void) | undefined;
}

/** Serves every route until `stop` aborts, then finishes the requests in flight. */
export async function serveOverHttp(deps: AppDeps, { stop, onListening }: ServingOptions): Promise<void> {
  const { config, services, logger } = deps;
  const server = createApp(deps);
  const address = await listen(server, config.http.host, config.http.port);
  onListening?.(address);
  const tokenRequired = config.http.authToken !== null;
  void logStart(services, { index: config.index, tokenRequired, address });
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
  logger.info('stopping: finishing the requests in flight');
  await drain(server, DRAIN_MS);
  logger.info('stopped');
}

/** Starts listening. @returns the address to call, `http://host:port` */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  const listening = Promise.withResolvers<void>();
  server.once('error', (error) => listening.reject(cannotListen(error, `${host}:${port}`)));
  server.listen(port, host, listening.resolve);
  await listening.promise;
  const { address, family, port: actual } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`;
}

function cannotListen(error: NodeJS.ErrnoException, address: string): OperationalError {
  if (error.code === 'EADDRINUSE') {
    const advice = 'Stop the program that uses it or set PORT.';
    return new OperationalError('PORT_IN_USE', `${address} is already in use.`, advice, { cause: error });
  }
  const message = `Cannot listen on ${address}: ${error.message}.`;
  return new OperationalError('CANNOT_LISTEN', message, 'Check HOST and PORT.', { cause: error });
}

/** How often idle connections are closed while draining: one that turns idle would keep the server open. */
const IDLE_CHECK_MS = 50;

/** Accepts no more connections, finishes the requests in flight, and closes what is still open after `deadlineMs`. */
export async function drain(server: Server, deadlineMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idleCheck = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), deadlineMs);
  await closed;
  clearInterval(idleCheck);
  clearTimeout(deadline);
}
