import { type AppDeps, createApp } from './create-app.ts';
import { drain, listen } from './listen.ts';

/** Below the time an orchestrator waits before it kills. */
const DRAIN_MS = 8_000;

/** Serves every route until `stop` aborts and what is in flight has been answered. */
export async function serveOverHttp(deps: AppDeps, stop: AbortSignal): Promise<void> {
  const { config, services, logger } = deps;
  const server = createApp(deps);
  const address = await listen(server, config.HOST, config.PORT);
  logger.info({ address, version: services.version }, `serving MCP at ${address}/mcp`);
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
  logger.info('stopping: finishing the requests in flight');
  await drain(server, DRAIN_MS);
  logger.info('stopped');
}
