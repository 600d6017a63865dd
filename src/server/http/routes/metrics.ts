import type { Services } from '../../services.ts';
import type { Route } from '../exchange.ts';
import { send } from '../respond.ts';

/** The server's figures in Prometheus' text format. */
export function metricsRoute({
  metrics,
  status,
  assess,
}: Pick<Services, 'metrics' | 'status' | 'assess'>): Route {
  return {
    name: '/metrics',
    method: 'GET',
    token: true,
    async handle({ response }) {
      const read = await status.read().catch(() => null);
      metrics.indexObserved(read === null ? null : { status: read, freshness: assess(read) });
      const { contentType, text } = await metrics.exposition();
      send(response, 200, contentType, text);
    },
  };
}
