import { type Clock, isoTime } from '../../shared/clock.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { Freshness } from '../../shared/freshness.ts';
import type { SearchModeInfo } from '../search/search-outcome.ts';
import type { Services } from '../services.ts';
import { type PublicRun, publicError, publicRun } from './public-error.ts';

export interface HealthDeps {
  readonly services: Pick<Services, 'status' | 'assess' | 'searchMode' | 'version'>;
  readonly usesQdrant: boolean;
  /** Problems that an operator should fix although the server works. */
  readonly warnings?: () => readonly string[];
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** The body of /health. Anybody may read it, so errors have no messages. */
export interface HealthReport {
  /** `degraded`: the server answers, but with stale data or a worse search; `unhealthy`: it cannot answer. */
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly qdrant: 'connected' | 'disconnected' | 'not_used';
  readonly timestamp: string;
  readonly index: IndexReport | { readonly error: string; readonly advice: string };
  readonly freshness: Freshness | null;
  readonly search: SearchModeInfo | null;
  /** Problems to fix although the server works; absent if there are none. */
  readonly warnings?: readonly string[];
  readonly version: string;
  readonly uptimeSeconds: number;
}

interface IndexReport
  extends Pick<
    IndexStatus,
    | 'sequence'
    | 'documents'
    | 'chunks'
    | 'commit'
    | 'syncedAt'
    | 'checkedAt'
    | 'docsBehind'
    | 'consecutiveFailures'
  > {
  /** Files of the published revision that could not become documents. */
  readonly skipped: number;
  readonly lastRun: PublicRun | null;
}

/** Reads the status of the index, through its cache, and nothing else. Never rejects. */
export async function healthReport({
  services,
  usesQdrant,
  warnings: currentWarnings,
  clock,
  startedAt,
}: HealthDeps): Promise<HealthReport> {
  const status = await services.status.read().catch((error: unknown) => ({ unreadable: publicError(error) }));
  const warnings = currentWarnings?.() ?? [];
  const common = {
    ...(warnings.length === 0 ? {} : { warnings }),
    timestamp: isoTime(clock()),
    version: services.version,
    uptimeSeconds: Math.round((clock() - startedAt) / 1000),
  };
  if ('unreadable' in status) {
    const { code, advice } = status.unreadable;
    return {
      status: 'unhealthy',
      qdrant: usesQdrant ? 'disconnected' : 'not_used',
      index: { error: code, advice },
      freshness: null,
      search: null,
      ...common,
    };
  }
  const freshness = services.assess(status);
  const search = services.searchMode(status);
  return {
    status: judge(freshness, search),
    qdrant: usesQdrant ? 'connected' : 'not_used',
    index: indexReport(status),
    freshness,
    search,
    ...common,
  };
}

/** A lexical search without an embedder is the operator's choice; with a failing embedder it is not. */
function judge(freshness: Freshness, search: SearchModeInfo): HealthReport['status'] {
  if (freshness.state === 'empty') return 'unhealthy';
  const isAsConfigured = search.mode === 'hybrid' || search.reason === 'no_embedder';
  return freshness.state === 'fresh' && isAsConfigured ? 'healthy' : 'degraded';
}

function indexReport(status: IndexStatus): IndexReport {
  const {
    sequence,
    documents,
    chunks,
    commit,
    syncedAt,
    checkedAt,
    docsBehind,
    lastRun,
    consecutiveFailures,
  } = status;
  return {
    sequence,
    documents,
    chunks,
    commit,
    syncedAt,
    checkedAt,
    docsBehind,
    lastRun: lastRun === null ? null : publicRun(lastRun),
    consecutiveFailures,
    skipped: status.skipped.length,
  };
}
