import type { PublishRecord } from '../../shared/domain/history.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { DataFreshness } from '../answer/source-freshness.ts';
import type { PublicError } from '../health/public-error.ts';
import type { SearchModeInfo } from '../search/search-outcome.ts';

/** The data of the status page. */
export interface StatusPageView {
  readonly version: string;
  /** Address of this server as clients use it, without a trailing slash. */
  readonly baseUrl: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** null if the index cannot be read; `problem` says why. */
  readonly index: { readonly status: IndexStatus; readonly freshness: DataFreshness } | null;
  readonly problem?: PublicError;
  readonly search: SearchModeInfo;
  /** Newest first. */
  readonly changes: readonly PublishRecord[];
  /** Whether /mcp requires a bearer token. */
  readonly tokenRequired: boolean;
  /** Whether the server writes queries to a log. */
  readonly keepsQueries: boolean;
}
