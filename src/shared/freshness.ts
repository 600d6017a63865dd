import type { IndexStatus } from './domain/index-status.ts';
import type { RunRecord } from './domain/run.ts';
import { type SourceStatus, sourceId } from './domain/source.ts';
import { partyOf } from './error-codes.ts';

type FreshnessState = 'fresh' | 'stale' | 'empty';

export type FreshnessReason =
  /** Nothing was ever published. */
  | 'never_synced'
  /** No run has been recorded within the allowed age. */
  | 'worker_not_running'
  /** Runs fail with an error that is not a source's. */
  | 'worker_failing'
  /** A source cannot be read. */
  | 'source_unreachable'
  /** A source has newer commits that touch its documents. */
  | 'docs_moved_on';

/** The age of the data of one source, or of several together, as a reader can tell it. */
export interface Freshness {
  readonly state: FreshnessState;
  readonly reason?: FreshnessReason;
  /** The error code of the source or of the last run, where the reason is a failure. */
  readonly errorCode?: string;
  /** Id of the source that the reason is about; absent if it is about all that were assessed. */
  readonly source?: string;
  /** Seconds since the source last confirmed its head, of several the longest ago; null if one never did. */
  readonly ageSeconds: number | null;
}

/**
 * Assesses the sources of an index together: fresh if each of them is.
 * @param now milliseconds since the epoch
 * @param maxAgeSeconds how old `checkedAt` may be before the data counts as stale
 * @param sources those that count; absent: all
 */
export function assessFreshness(
  status: IndexStatus,
  now: number,
  maxAgeSeconds: number,
  sources: readonly SourceStatus[] = status.sources,
): Freshness {
  const assessed = sources.map((source) => ({
    id: sourceId(source),
    ...assessSource(source, status, now, maxAgeSeconds),
  }));
  const ages = assessed.map((source) => source.ageSeconds ?? Number.POSITIVE_INFINITY);
  const oldest = Math.max(...ages);
  const ageSeconds = Number.isFinite(oldest) ? oldest : null;
  if (status.sequence === 0) {
    const errorCode = failedRun(status)?.error?.code ?? sources.find(({ error }) => error)?.error?.code;
    return errorCode === undefined
      ? { state: 'empty', reason: 'never_synced', ageSeconds }
      : { state: 'empty', reason: failureReason(errorCode), errorCode, ageSeconds };
  }
  const stale = assessed.filter(({ state }) => state !== 'fresh');
  const [worst] = stale.sort((a, b) => (b.ageSeconds ?? Infinity) - (a.ageSeconds ?? Infinity));
  if (worst === undefined) return { state: 'fresh', ageSeconds };
  const { id, ...freshness } = worst;
  const concernsAll = stale.length === sources.length && stale.every(isLike(worst));
  return { ...freshness, ...(concernsAll ? {} : { source: id }), ageSeconds };
}

function isLike({ reason, errorCode }: Freshness): (other: Freshness) => boolean {
  return (other) => other.reason === reason && other.errorCode === errorCode;
}

/** Assesses one source of an index that is not empty. */
function assessSource(
  { checkedAt, behind, error }: SourceStatus,
  status: IndexStatus,
  now: number,
  maxAgeSeconds: number,
): Freshness {
  const ageSeconds = checkedAt === null ? null : secondsSince(checkedAt, now);
  const overdue = ageSeconds === null || ageSeconds > maxAgeSeconds;
  if (!overdue && behind === 0) return { state: 'fresh', ageSeconds };

  const { lastRun } = status;
  const ranLately = lastRun !== null && secondsSince(lastRun.finishedAt, now) <= maxAgeSeconds;
  const failed = failedRun(status);
  if (ranLately && (failed !== null || error !== undefined)) {
    const errorCode = (error ?? failed?.error)?.code ?? 'INTERNAL';
    return { state: 'stale', reason: failureReason(errorCode), errorCode, ageSeconds };
  }
  return { state: 'stale', reason: overdue ? 'worker_not_running' : 'docs_moved_on', ageSeconds };
}

function failedRun({ lastRun }: IndexStatus): RunRecord | null {
  return lastRun?.outcome === 'failed' ? lastRun : null;
}

function failureReason(code: string): FreshnessReason {
  return partyOf(code) === 'source' ? 'source_unreachable' : 'worker_failing';
}

/** Clocks of two machines may differ: a time in the future counts as now. */
function secondsSince(isoTime: string, now: number): number {
  return Math.max(0, Math.round((now - Date.parse(isoTime)) / 1000));
}

const ADVICE: Readonly<Record<FreshnessReason, string>> = {
  never_synced: 'Run `eino-docs-worker sync` with the same index settings, or wait for the first run.',
  worker_not_running:
    'Start the worker: `eino-docs-worker schedule` keeps the index current, `eino-docs-worker sync` updates it once. ' +
    'On Fly.io, `scripts/deploy-worker.sh` shows its machine and the next start.',
  worker_failing: 'Run `eino-docs-worker status`: it shows the error and what to do about it.',
  source_unreachable: 'Run `eino-docs-worker status`: it shows which source failed, and what to do about it.',
  docs_moved_on: 'Run `eino-docs-worker sync`, or wait for the next run.',
};

/** What an operator does about data that is not fresh, with the command. undefined: it is fresh. */
export function freshnessAdvice({ reason }: Pick<Freshness, 'reason'>): string | undefined {
  return reason === undefined ? undefined : ADVICE[reason];
}
