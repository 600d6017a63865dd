import type { Server } from 'node:http';
import type { Logger } from '../../shared/logging/logger.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { ServerConfig } from '../config.ts';
import type { Services } from '../services.ts';
import { createHttpServer } from './create-http-server.ts';
import type { Limits } from './limits.ts';
import { documentRoute } from './routes/document.ts';
import { routeFinder } from './routes/find-route.ts';
import { healthRoute } from './routes/health.ts';
import { llmsTxtRoute } from './routes/llms-txt.ts';
import { type McpEndpoint, mcpRoute } from './routes/mcp.ts';
import { metricsRoute } from './routes/metrics.ts';
import { pageRoute } from './routes/page.ts';

export interface AppDeps {
  readonly config: ServerConfig;
  readonly limits: Limits;
  readonly services: Services;
  readonly mcp: McpEndpoint;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly warnings?: () => readonly string[];
}

/** Every route of the server behind its guards; not listening yet. */
export function createApp(deps: AppDeps): Server {
  const { config, limits, services, mcp, logger, clock, startedAt, warnings = () => [] } = deps;
  const usesQdrant = config.QDRANT_URL !== undefined;
  const findRoute = routeFinder(
    {
      '/mcp': mcpRoute(mcp, limits),
      '/health': healthRoute({ services, usesQdrant, warnings, clock, startedAt }),
      '/metrics': metricsRoute(services),
      '/llms.txt': llmsTxtRoute(services),
      '/': pageRoute({ services, clock, tokenRequired: config.MCP_AUTH_TOKEN !== undefined }),
    },
    documentRoute(services),
  );
  return createHttpServer(findRoute, { config, limits, metrics: services.metrics, logger, clock });
}
