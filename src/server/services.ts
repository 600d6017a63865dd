import type { DocumentEntry } from '../shared/domain/document.ts';
import type { IndexStatus } from '../shared/domain/index-status.ts';
import type { Freshness } from '../shared/freshness.ts';
import type { Answer, IndexReader } from '../shared/index/index-reader.ts';
import type { Logger } from '../shared/logger.ts';
import type { FreshnessBlock } from './answer/freshness-block.ts';
import type { Catalog } from './documents/catalog.ts';
import type { Metrics } from './metrics.ts';
import type { PassageStems } from './search/passage-stems.ts';
import type { OutcomeCache, SearchModeInfo, SearchOutcome, SearchRequest } from './search/search-outcome.ts';
import type { Vocabulary } from './search/vocabulary.ts';

/** What tools, resources and routes answer from. `run-server.ts` puts it together. */
export interface Services {
  /** What a request begins with. Rejects if the status cannot be read, so that nothing else is tried. */
  snapshot(): Promise<Snapshot>;
  /** @param signal of the request, with its deadline */
  search(request: SearchRequest, snapshot: Snapshot, signal: AbortSignal): Promise<SearchOutcome>;
  /** For a request that reads only once: begins with the snapshot, and has a deadline of its own. */
  readonly reader: Pick<IndexReader, 'document' | 'changesSince'>;
  /** For a request that needs nothing but all documents, in the site's own order. */
  readonly catalog: { read(): Promise<Answer<{ documents: readonly DocumentEntry[] }>> };
  /** At most two seconds old. Rejects also while another read fails, for the index counts as unreadable then. */
  readonly status: { read(): Promise<IndexStatus> };
  /** The mode of a search over an index with this status now. */
  searchMode(status: IndexStatus): SearchModeInfo;
  assess(status: IndexStatus): Freshness;
  /** The assessment as every answer shows it. */
  freshness(status: IndexStatus): FreshnessBlock;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly version: string;
}

/**
 * The index as one request sees it. All but the status lives as long as a publish, is shared by all requests, and is
 * read or computed when first needed.
 */
export interface Snapshot {
  readonly status: IndexStatus;
  /** Its reads take the signal of the request, with its deadline. */
  readonly reader: Pick<IndexReader, 'document' | 'changesSince'>;
  readonly catalog: Pick<Catalog, 'read'>;
  readonly vocabulary: Pick<Vocabulary, 'read'>;
  readonly passageStems: PassageStems;
  readonly outcomes: OutcomeCache;
}
