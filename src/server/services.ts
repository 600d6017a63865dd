import type { ListedDocument } from '../shared/domain/document.ts';
import type { IndexStatus } from '../shared/domain/index-status.ts';
import type { Answer, IndexReader } from '../shared/index/index-reader.ts';
import type { Logger } from '../shared/logger.ts';
import type { FreshnessBlock } from './answer/freshness-block.ts';
import type { DataFreshness } from './answer/source-freshness.ts';
import type { Catalog, EntriesByPath } from './documents/catalog.ts';
import type { NameWarnings } from './documents/name-warnings.ts';
import type { Metrics } from './metrics.ts';
import type { OutcomeCache, SearchModeInfo, SearchOutcome, SearchRequest } from './search/search-outcome.ts';
import type { Vocabulary } from './search/vocabulary.ts';

/** What tools, resources and routes answer from. `run-server.ts` puts it together. */
export interface Services {
  /** Waits for the first sync that fills the index, if one is under way, up to a limit. Never rejects. */
  firstPublish(signal: AbortSignal): Promise<void>;
  /** How far the sync beside this server is, in words; null if none is under way. */
  syncProgress(): string | null;
  /** What a request begins with. Rejects if the status cannot be read, so that nothing else is tried. */
  snapshot(): Promise<Snapshot>;
  /** @param signal of the request, with its deadline */
  search(request: SearchRequest, snapshot: Snapshot, signal: AbortSignal): Promise<SearchOutcome>;
  /** For a request with a single read. Gets the snapshot itself and applies its own deadline. */
  readonly reader: Pick<IndexReader, 'document' | 'changesSince'>;
  /** For a request that needs only the list of all documents, in the site's own order, and the entries of some. */
  readonly catalog: {
    read(): Promise<Answer<{ documents: readonly ListedDocument[] }>>;
    /** Sets a deadline of its own if there is no signal. */
    entries(paths: readonly string[], signal?: AbortSignal): Promise<EntriesByPath>;
  };
  /** At most two seconds old. Also rejects while other reads fail, because the index is then considered unreadable. */
  readonly status: { read(): Promise<IndexStatus> };
  /** The mode of a search over an index with this status now. */
  searchMode(status: IndexStatus): SearchModeInfo;
  /** @param paths of the documents an answer is made from: only their sources count. Absent or empty: all sources. */
  freshness(status: IndexStatus, paths?: readonly string[]): DataFreshness;
  /** The assessment as every answer shows it. */
  freshnessBlock(status: IndexStatus, paths?: readonly string[]): FreshnessBlock;
  /** Whether tools also answer in the structured form. */
  readonly structuredContent: boolean;
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
  readonly reader: Pick<IndexReader, 'document' | 'search' | 'changesSince'>;
  readonly catalog: Pick<Catalog, 'read' | 'entries' | 'translations'>;
  readonly vocabulary: Pick<Vocabulary, 'known' | 'corrections'>;
  readonly nameWarnings: Pick<NameWarnings, 'read'>;
  readonly outcomes: OutcomeCache;
}
