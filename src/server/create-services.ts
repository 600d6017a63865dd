import { assessFreshness } from '../shared/freshness/freshness.ts';
import type { IndexReader } from '../shared/index/index-reader.ts';
import type { Logger } from '../shared/logging/logger.ts';
import type { Clock } from '../shared/time/clock.ts';
import { freshnessBlockOf } from './answer/freshness-block.ts';
import { Catalog } from './index/catalog.ts';
import { StatusCache } from './index/status-cache.ts';
import { withinDeadline } from './index/within-deadline.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { QueryVectors } from './search/query-vectors.ts';
import { searchDocs } from './search/search-docs.ts';
import type { SearchModeInfo } from './search/search-outcome.ts';
import type { Services } from './services.ts';
import { TOOL_DEADLINE_MS } from './tool-deadline.ts';

export interface ServiceDeps {
  readonly reader: IndexReader;
  /** Absent: no embedder is configured. */
  readonly queryVectors?: QueryVectors & { mode(fingerprint: unknown): SearchModeInfo };
  readonly maxAgeSeconds: number;
  readonly version: string;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Puts together what tools, resources and routes answer from. */
export function createServices(deps: ServiceDeps): Services {
  const { reader, queryVectors, maxAgeSeconds, version, clock, metrics, logger } = deps;
  const status = new StatusCache(reader, clock);
  const assess: Services['assess'] = (of) => assessFreshness(of, clock(), maxAgeSeconds);
  const searchDeps = {
    reader: { status: () => status.read(), search: reader.search.bind(reader) },
    ...(queryVectors === undefined ? {} : { queryVectors }),
  };
  return {
    reader,
    status,
    catalog: new Catalog(reader, status),
    async search(request, signal) {
      const outcome = await withinDeadline(
        TOOL_DEADLINE_MS,
        (inner) => searchDocs(searchDeps, request, inner),
        signal,
      );
      metrics.searched(outcome);
      return outcome;
    },
    searchMode: () => ({ mode: 'lexical', reason: 'no_embedder' }),
    assess,
    freshness: (of) => freshnessBlockOf(of, assess(of)),
    metrics,
    logger,
    version,
  };
}
