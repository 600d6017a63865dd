import { type Clock, isoTime } from '../../shared/clock.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { type Freshness, freshnessAdvice } from '../../shared/freshness.ts';
import type { DataFreshness, SourceFreshness } from '../answer/source-freshness.ts';
import type { SearchModeInfo } from '../search/search-outcome.ts';
import type { Services } from '../services.ts';
import { type PublicRun, publicError, publicRun } from './public-error.ts';

export interface HealthDeps {
  readonly services: Pick<Services, 'status' | 'freshness' | 'searchMode' | 'version'>;
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
  /** `advice` says what to do, with the command; absent: the data is fresh. */
  readonly freshness: (Freshness & { readonly advice?: string }) | null;
  /** In the order of the list of sources; empty if the index is, or cannot be read. */
  readonly sources: readonly SourceReport[];
  readonly search: SearchModeInfo | null;
  /** Problems to fix although the server works; absent if there are none. */
  readonly warnings?: readonly string[];
  readonly version: string;
  readonly uptimeSeconds: number;
}

interface IndexReport
  extends Pick<IndexStatus, 'sequence' | 'documents' | 'chunks' | 'syncedAt' | 'consecutiveFailures'>,
    Pick<DataFreshness, 'commit' | 'checkedAt'> {
  /** Commits that the index lacks, of all sources. */
  readonly docsBehind: number;
  /** Files of the published revision that could not become documents. */
  readonly skipped: number;
  readonly lastRun: PublicRun | null;
}

interface SourceReport extends Omit<SourceFreshness, 'errorCode' | 'error'> {
  /** Why the last run could not bring it up to date, or why the whole run failed. */
  readonly errorCode?: string;
  /** What to do about an error of this source. */
  readonly advice?: string;
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
      sources: [],
      search: null,
      ...common,
    };
  }
  const { commit, checkedAt, behind, sources, ...freshness } = services.freshness(status);
  const search = services.searchMode(status);
  const advice = freshnessAdvice(freshness);
  return {
    status: judge(freshness, search),
    qdrant: usesQdrant ? 'connected' : 'not_used',
    index: { ...indexReport(status), commit, checkedAt, docsBehind: behind },
    freshness: advice === undefined ? freshness : { ...freshness, advice },
    sources: sources.map(sourceReport),
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

function indexReport(status: IndexStatus): Omit<IndexReport, 'commit' | 'checkedAt' | 'docsBehind'> {
  const { sequence, documents, chunks, syncedAt, lastRun, consecutiveFailures } = status;
  return {
    sequence,
    documents,
    chunks,
    syncedAt,
    lastRun: lastRun === null ? null : publicRun(lastRun),
    consecutiveFailures,
    skipped: status.skipped.length,
  };
}

function sourceReport({ error, ...source }: SourceFreshness): SourceReport {
  return error === undefined ? source : { ...source, errorCode: error.code, advice: error.advice };
}
