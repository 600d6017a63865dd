import type { Fingerprint } from '../../shared/domain/fingerprint.ts';
import type { IndexStatus, RunRecord, SourceCheck } from '../../shared/domain/index-status.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import type { Advance, BeginOptions, Publication } from './index-writer.ts';

/** The status after a run that was not skipped, and after what the source confirmed during it. */
export function statusAfterRun(status: IndexStatus, run: RunRecord, check?: SourceCheck): IndexStatus {
  return {
    ...status,
    ...(check === undefined ? {} : checked(check)),
    lastRun: run,
    consecutiveFailures: run.outcome === 'failed' ? status.consecutiveFailures + 1 : 0,
  };
}

/** What a publish brought, as far as only the index knows it. */
export interface Published {
  readonly source: string;
  readonly fingerprint: Fingerprint;
  readonly documents: number;
  readonly chunks: number;
}

/** The status after a publish. Sequences go on counting over generations, so that no two publishes share a number. */
export function statusAfterPublish(
  status: IndexStatus,
  publication: Publication,
  published: Published,
): IndexStatus {
  return {
    ...status,
    ...checked(publication.check),
    ...published,
    sequence: status.sequence + 1,
    commit: publication.commit,
    syncedAt: publication.publishedAt,
    skipped: publication.skipped,
    summaries: publication.summaries,
  };
}

/** The status after the source moved on to a commit at which every document is the same. */
export function statusAfterAdvance(status: IndexStatus, to: Advance): IndexStatus {
  const { check, commit, skipped, summaries } = to;
  return { ...status, ...checked(check), commit, skipped, summaries };
}

function checked(check: SourceCheck): Pick<IndexStatus, 'checkedAt' | 'docsBehind' | 'headTag'> {
  return { checkedAt: check.checkedAt, docsBehind: check.docsBehind, headTag: check.headTag ?? null };
}

/** @throws OperationalError `INDEX_OTHER_SOURCE` for an index of another source that is not to be rebuilt */
export function refuseOtherSource(
  status: IndexStatus,
  { source, rebuild }: Pick<BeginOptions, 'source' | 'rebuild'>,
): void {
  if (rebuild || status.source === null || status.source === source) return;
  throw new OperationalError(
    'INDEX_OTHER_SOURCE',
    `the index was built from ${status.source}, not from ${source}.`,
    'Set INDEX_PATH (QDRANT_COLLECTION in Qdrant) to another place, or rebuild this one from the new source with --rebuild.',
  );
}
