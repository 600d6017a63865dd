import type { Server } from 'node:http';
import type { Clock } from '../../shared/clock.ts';
import type { Logger } from '../../shared/logger.ts';
import type { ServerConfig } from '../config.ts';
import type { Services } from '../services.ts';
import type { Route } from './exchange.ts';
import { createHttpServer } from './http-server.ts';
import type { Limits } from './limits.ts';
import { DOCS_PREFIX, documentRoute, llmsTxtRoute } from './routes/document-routes.ts';
import { type McpEndpoint, mcpRoute } from './routes/mcp-route.ts';
import { healthRoute, metricsRoute, pageRoute } from './routes/status-routes.ts';

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

/** Every route of the server behind its guards. The server does not listen yet. */
export function createApp(deps: AppDeps): Server {
  const { config, limits, services, mcp, logger, clock, startedAt, warnings = () => [] } = deps;
  const usesQdrant = config.index.kind === 'qdrant';
  const byPath = new Map<string, Route>([
    ['/mcp', mcpRoute(mcp, limits)],
    ['/health', healthRoute({ services, usesQdrant, warnings, clock, startedAt })],
    ['/metrics', metricsRoute(services)],
    ['/llms.txt', llmsTxtRoute(services)],
    ['/', pageRoute({ services, clock, tokenRequired: config.http.authToken !== null })],
  ]);
  const document = documentRoute(services);
  return createHttpServer(
    (pathname) => byPath.get(pathname) ?? (pathname.startsWith(DOCS_PREFIX) ? document : null),
    { config: config.http, limits, metrics: services.metrics, logger, clock },
  );
}
