import type { Clock } from '../../../shared/clock.ts';
import { type HealthDeps, healthReport } from '../../health/health-report.ts';
import { publicError } from '../../health/public-error.ts';
import { withinDeadline } from '../../index-access/deadline.ts';
import type { Services } from '../../services.ts';
import { PAGE_SECURITY_POLICY, renderPage } from '../../status-page/render-page.ts';
import type { StatusPageView } from '../../status-page/status-page-view.ts';
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

export interface PageDeps {
  readonly services: Pick<Services, 'status' | 'freshness' | 'searchMode' | 'reader' | 'version'>;
  readonly clock: Clock;
  readonly tokenRequired: boolean;
  readonly keepsQueries: boolean;
}

/** The status page for people. It is shown whatever state the index is in. */
export function pageRoute({ services, clock, tokenRequired, keepsQueries }: PageDeps): Route {
  return {
    name: '/',
    method: 'GET',
    async handle({ response, baseUrl }) {
      const view = {
        version: services.version,
        baseUrl,
        now: clock(),
        tokenRequired,
        keepsQueries,
        ...(await indexView(services)),
      };
      send(response, {
        contentType: 'text/html; charset=utf-8',
        body: renderPage(view),
        headers: { 'content-security-policy': PAGE_SECURITY_POLICY },
      });
    },
  };
}

/** The page is shown without changes, and with an error, when the index takes longer. */
const CHANGES_DEADLINE_MS = 2_500;

async function indexView(
  services: PageDeps['services'],
): Promise<Pick<StatusPageView, 'index' | 'problem' | 'search' | 'changes'>> {
  try {
    const status = await services.status.read();
    const { changes } = await withinDeadline(CHANGES_DEADLINE_MS, (signal) =>
      services.reader.changesSince(undefined, signal),
    );
    return {
      index: { status, freshness: services.freshness(status) },
      search: services.searchMode(status),
      changes,
    };
  } catch (error) {
    return { index: null, problem: publicError(error), search: { mode: 'lexical' }, changes: [] };
  }
}
