import type { PublishRecord } from '../../shared/domain/history.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { Freshness } from '../../shared/freshness.ts';
import type { PublicError } from '../health/public-error.ts';
import type { SearchModeInfo } from '../search/search-outcome.ts';

/** Everything the status page shows. */
export interface StatusPageView {
  readonly version: string;
  /** Address clients reach this server at, without a trailing slash. */
  readonly baseUrl: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** null when the index cannot be read; then `problem` says why. */
  readonly index: { readonly status: IndexStatus; readonly freshness: Freshness } | null;
  readonly problem?: PublicError;
  readonly search: SearchModeInfo;
  /** Newest first. */
  readonly changes: readonly PublishRecord[];
  /** /mcp asks for a bearer token. */
  readonly tokenRequired: boolean;
}
