import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OperationalError } from '../../shared/operational-error.ts';
import { type AppDeps, createApp } from './app.ts';

/** Starts listening. @returns the address to call, `http://host:port` */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  const listening = Promise.withResolvers<void>();
  server.once('error', (error: NodeJS.ErrnoException) => listening.reject(cannotListen(error, host, port)));
  server.listen(port, host, listening.resolve);
  await listening.promise;
  const { address, family, port: actual } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`;
}

/** A connection kept alive after its last answer would hold the server open. */
const SWEEP_MS = 50;

/** Stops accepting, lets requests in flight finish for at most `deadlineMs`, then closes every connection. */
export async function drain(server: Server, deadlineMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweeping = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const timer = setTimeout(() => server.closeAllConnections(), deadlineMs);
  await closed;
  clearInterval(sweeping);
  clearTimeout(timer);
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): OperationalError {
  const where = `${host}:${port}`;
  if (error.code === 'EADDRINUSE') {
    return new OperationalError('PORT_IN_USE', `${where} is taken.`, 'Stop what listens there or set PORT.', {
      cause: error,
    });
  }
  return new OperationalError(
    'CANNOT_LISTEN',
    `Cannot listen on ${where}: ${error.message}.`,
    'Check HOST and PORT.',
    {
      cause: error,
    },
  );
}

/** Below the time an orchestrator waits before it kills. */
const DRAIN_MS = 8_000;

/** Serves every route until `stop` aborts and what is in flight has been answered. */
export async function serveOverHttp(deps: AppDeps, stop: AbortSignal): Promise<void> {
  const { config, services, logger } = deps;
  const server = createApp(deps);
  const address = await listen(server, config.http.host, config.http.port);
  logger.info({ address, version: services.version }, `serving MCP at ${address}/mcp`);
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
  logger.info('stopping: finishing the requests in flight');
  await drain(server, DRAIN_MS);
  logger.info('stopped');
}
