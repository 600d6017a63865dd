import type { IndexStatus } from '../shared/domain/index-status.ts';
import type { Freshness } from '../shared/freshness/freshness.ts';
import type { IndexReader } from '../shared/index/index-reader.ts';
import type { Logger } from '../shared/logging/logger.ts';
import type { FreshnessBlock } from './answer/freshness-block.ts';
import type { Catalog } from './index/catalog.ts';
import type { StatusCache } from './index/status-cache.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { SearchModeInfo, SearchOutcome, SearchRequest } from './search/search-outcome.ts';

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
