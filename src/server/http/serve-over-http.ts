import type { Logger } from '../../shared/logging/logger.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { ServerConfig } from '../config.ts';
import type { Services } from '../services.ts';
import { createHttpServer } from './create-http-server.ts';
import { LIMITS } from './limits.ts';
import { drain, listen } from './listen.ts';
import { documentRoute } from './routes/document.ts';
import { routeFinder } from './routes/find-route.ts';
import { healthRoute } from './routes/health.ts';
import { llmsTxtRoute } from './routes/llms-txt.ts';
import { type McpEndpoint, mcpRoute } from './routes/mcp.ts';
import { metricsRoute } from './routes/metrics.ts';
import { pageRoute } from './routes/page.ts';

/** Below the time an orchestrator waits before it kills. */
const DRAIN_MS = 8_000;

export interface HttpDeps {
  readonly config: ServerConfig;
  readonly services: Services;
  readonly mcp: McpEndpoint;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** Serves every route until `stop` aborts and what is in flight has been answered. */
export async function serveOverHttp(deps: HttpDeps, stop: AbortSignal): Promise<void> {
  const { config, services, logger, clock, startedAt } = deps;
  const findRoute = routeFinder(
    {
      '/mcp': mcpRoute(deps.mcp, LIMITS),
      '/health': healthRoute({ services, usesQdrant: config.QDRANT_URL !== undefined, clock, startedAt }),
      '/metrics': metricsRoute(services),
      '/llms.txt': llmsTxtRoute(services),
      '/': pageRoute({ services, clock, tokenRequired: config.MCP_AUTH_TOKEN !== undefined }),
    },
    documentRoute(services),
  );
  const server = createHttpServer(findRoute, {
    config,
    limits: LIMITS,
    metrics: services.metrics,
    logger,
    clock,
  });
  const address = await listen(server, config.HOST, config.PORT);
  logger.info({ address, version: services.version }, `serving MCP at ${address}/mcp`);
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
  logger.info('stopping: finishing the requests in flight');
  await drain(server, DRAIN_MS);
  logger.info('stopped');
}
