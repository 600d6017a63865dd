import type { Embedder } from '../shared/embedding/embedder.ts';
import { assessFreshness } from '../shared/freshness/freshness.ts';
import type { IndexReader } from '../shared/index/index-reader.ts';
import type { Logger } from '../shared/logging/logger.ts';
import type { Clock } from '../shared/time/clock.ts';
import { freshnessBlockOf } from './answer/freshness-block.ts';
import { Catalog } from './index/catalog.ts';
import { IndexLog } from './index/index-log.ts';
import { OutcomeCache } from './index/outcome-cache.ts';
import { StatusCache } from './index/status-cache.ts';
import { WatchedReader } from './index/watched-reader.ts';
import { withinDeadline } from './index/within-deadline.ts';
import type { Metrics } from './metrics/metrics.ts';
import { IndexNames } from './search/names.ts';
import { PassageStems } from './search/passage-stems.ts';
import { QueryEmbedder } from './search/query-embedder.ts';
import { searchDocs } from './search/search-docs.ts';
import type { Services } from './services.ts';
import { TOOL_DEADLINE_MS } from './tool-deadline.ts';

export interface ServiceDeps {
  readonly reader: IndexReader;
  /** null: no embedder is configured. */
  readonly embedder: Embedder | null;
  /** What the embedder wants before a question; absent: nothing. */
  readonly queryPrefix?: string | undefined;
  readonly maxAgeSeconds: number;
  readonly version: string;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Puts together what tools, resources and routes answer from. */
export function createServices(deps: ServiceDeps): Services {
  const { reader, embedder, queryPrefix, maxAgeSeconds, version, clock, metrics, logger } = deps;
  const queryEmbedder =
    embedder === null ? null : new QueryEmbedder({ embedder, prefix: queryPrefix, clock, logger });
  const status = new StatusCache({ reader, clock, log: new IndexLog(logger) });
  const watched = new WatchedReader({ reader, status, clock, logger });
  const outcomes = new OutcomeCache();
  const assess: Services['assess'] = (of) => assessFreshness(of, clock(), maxAgeSeconds);
  const searchDeps = {
    reader: { status: () => status.read(), search: watched.search.bind(watched) },
    passageStems: new PassageStems(),
    names: new IndexNames(reader),
    ...(queryEmbedder === null ? {} : { queryVectors: queryEmbedder }),
  };
  return {
    reader: watched,
    status: { read: () => watched.status() },
    catalog: new Catalog(watched, status),
    async search(request, signal) {
      const known = outcomes.find(request, await status.read());
      const outcome =
        known ??
        (await withinDeadline(TOOL_DEADLINE_MS, (inner) => searchDocs(searchDeps, request, inner), signal));
      if (known === null) outcomes.keep(request, outcome);
      metrics.searched(outcome);
      return outcome;
    },
    searchMode: ({ fingerprint }) =>
      queryEmbedder?.mode(fingerprint) ?? { mode: 'lexical', reason: 'no_embedder' },
    assess,
    freshness: (of) => freshnessBlockOf(of, assess(of)),
    metrics,
    logger,
    version,
  };
}
