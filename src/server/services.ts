import type { Clock } from '../shared/clock.ts';
import type { IndexStatus } from '../shared/domain/index-status.ts';
import type { Embedder } from '../shared/embedding/embedder.ts';
import { assessFreshness, type Freshness } from '../shared/freshness.ts';
import type { IndexReader } from '../shared/index/index-reader.ts';
import type { Logger } from '../shared/logger.ts';
import { type FreshnessBlock, freshnessBlockOf } from './answer/freshness-block.ts';
import { Catalog } from './index-cache/catalog.ts';
import { IndexLog, StatusCache } from './index-cache/status-cache.ts';
import { WatchedReader } from './index-cache/watched-reader.ts';
import { TOOL_DEADLINE_MS, withinDeadline } from './index-cache/within-deadline.ts';
import type { Metrics } from './metrics.ts';
import { OutcomeCache } from './search/outcome-cache.ts';
import { PassageStems } from './search/passage-stems.ts';
import { QueryEmbedder } from './search/query-embedder.ts';
import { searchDocs } from './search/search-docs.ts';
import type { SearchModeInfo, SearchOutcome, SearchRequest } from './search/search-outcome.ts';
import { IndexNames } from './search/vocabulary.ts';

/** What tools, resources and routes answer from. */
export interface Services {
  /** Answers within `TOOL_DEADLINE_MS`, or rejects with `INDEX_TIMEOUT`. */
  readonly reader: Pick<IndexReader, 'document' | 'changesSince'>;
  readonly status: Pick<StatusCache, 'read'>;
  readonly catalog: Pick<Catalog, 'read'>;
  search(request: SearchRequest, signal: AbortSignal): Promise<SearchOutcome>;
  /** How a search over an index with this status would be done now. */
  searchMode(status: IndexStatus): SearchModeInfo;
  assess(status: IndexStatus): Freshness;
  /** The same as every answer shows it. */
  freshness(status: IndexStatus): FreshnessBlock;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly version: string;
}

export interface ServiceDeps {
  readonly reader: IndexReader;
  /** null: no embedder is configured. */
  readonly embedder: Embedder | null;
  /** What the embedder wants before a query; absent: nothing. */
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
