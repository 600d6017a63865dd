import type { PublishRecord } from '../../shared/domain/history.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { DataFreshness } from '../answer/source-freshness.ts';
import type { PublicError } from '../health/public-error.ts';
import type { SearchModeInfo } from '../search/search-outcome.ts';
import type { Html } from './html.ts';
import type { PageQuery } from './page-search.ts';

/** What the first page shows. */
export interface HomeView {
  readonly version: string;
  /** Address of this server as clients use it, without a trailing slash. */
  readonly baseUrl: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** null if the index cannot be read; `problem` says why. */
  readonly index: { readonly status: IndexStatus; readonly freshness: DataFreshness } | null;
  readonly problem?: PublicError;
  readonly search: SearchModeInfo;
  readonly query: PageQuery;
  /** What the query found; null if there is no query, or only the script of the page can send it. */
  readonly results: Html | null;
  /** How far the sync beside this server is; null if none is under way. */
  readonly syncing: string | null;
  /** Newest first. */
  readonly changes: readonly PublishRecord[];
  /** Whether /mcp requires a bearer token. */
  readonly tokenRequired: boolean;
  /** Whether the server writes queries to a log. */
  readonly keepsQueries: boolean;
}
