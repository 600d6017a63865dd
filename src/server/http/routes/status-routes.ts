import { type HealthDeps, healthReport } from '../../health/health-report.ts';
import type { Services } from '../../services.ts';
import { type Route, send, sendJson } from '../exchange.ts';
import { COST } from '../rate-limit.ts';

/** Status 200 while this server can answer, 503 otherwise. With `?strict=true` 200 only while it is healthy. */
export function healthRoute(deps: HealthDeps): Route {
  return {
    name: '/health',
    method: 'GET',
    polled: true,
    unguarded: true,
    async handle({ url, response }) {
      const report = await healthReport(deps);
      const isStrict = url.searchParams.get('strict') === 'true';
      const isUp = isStrict ? report.status === 'healthy' : report.status !== 'unhealthy';
      sendJson(response, isUp ? 200 : 503, report);
    },
  };
}

/** The server's metrics in Prometheus' text format. */
export function metricsRoute({
  metrics,
  status,
  freshness,
}: Pick<Services, 'metrics' | 'status' | 'freshness'>): Route {
  return {
    name: '/metrics',
    method: 'GET',
    polled: true,
    cost: COST.light,
    requiresToken: true,
    async handle({ response }) {
      const read = await status.read().catch(() => null);
      metrics.indexObserved(read === null ? null : { status: read, freshness: freshness(read) });
      const { contentType, text } = await metrics.exposition();
      send(response, { contentType, body: text });
    },
  };
}
