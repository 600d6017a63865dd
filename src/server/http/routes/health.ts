import { type HealthDeps, healthReport } from '../../health/health-report.ts';
import type { Route } from '../exchange.ts';
import { sendJson } from '../respond.ts';

/** Whether this server can answer; with `?strict=true` also whether its data is fresh. */
export function healthRoute(deps: HealthDeps): Route {
  return {
    name: '/health',
    method: 'GET',
    open: true,
    async handle({ url, response }) {
      const report = await healthReport(deps);
      const strict = url.searchParams.get('strict') === 'true';
      const up = strict ? report.status === 'healthy' : report.status !== 'unhealthy';
      sendJson(response, up ? 200 : 503, report);
    },
  };
}
