import { type Fingerprint, sameFingerprint } from '../../shared/domain/fingerprint.ts';
import type { PublishRecord } from '../../shared/domain/history.ts';
import type { IndexStatus, RunRecord, SourceCheck } from '../../shared/domain/index-status.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import type { Advance, BeginOptions, Publication } from './index-writer.ts';

/** Returns the status after a run that was not skipped, and after what the source reported during it. */
export function statusAfterRun(status: IndexStatus, run: RunRecord, check?: SourceCheck): IndexStatus {
  return {
    ...status,
    ...(check === undefined ? {} : checkFields(check)),
    lastRun: run,
    consecutiveFailures: run.outcome === 'failed' ? status.consecutiveFailures + 1 : 0,
  };
}

/** What the index itself adds to the status with a publish. */
export interface PublishedContents {
  readonly source: string;
  readonly fingerprint: Fingerprint;
  readonly documents: number;
  readonly chunks: number;
}

/** Returns the status after a publish. Sequences continue across generations, so that each number is used once. */
export function statusAfterPublish(
  status: IndexStatus,
  publication: Publication,
  contents: PublishedContents,
): IndexStatus {
  return {
    ...status,
    ...checkFields(publication.check),
    ...contents,
    sequence: status.sequence + 1,
    commit: publication.commit,
    syncedAt: publication.publishedAt,
    skipped: publication.skipped,
    summaries: publication.summaries,
  };
}

/** Returns the status after the source moved on to a commit at which no document differs. */
export function statusAfterAdvance(status: IndexStatus, to: Advance): IndexStatus {
  const { check, commit, skipped, summaries } = to;
  return { ...status, ...checkFields(check), commit, skipped, summaries };
}

function checkFields(check: SourceCheck): Pick<IndexStatus, 'checkedAt' | 'docsBehind' | 'headTag'> {
  return { checkedAt: check.checkedAt, docsBehind: check.docsBehind, headTag: check.headTag ?? null };
}

/** Returns the entry of a publish in the history. */
export function publishRecord(publication: Publication, sequence: number): PublishRecord {
  const { commit, publishedAt, changed, commits } = publication;
  return { sequence, commit, publishedAt, documents: changed, commits };
}

/** Whether a sync must build a new generation instead of continuing the published one. */
export function needsRebuild(
  status: IndexStatus,
  { fingerprint, rebuild }: Pick<BeginOptions, 'fingerprint' | 'rebuild'>,
): boolean {
  return rebuild || status.fingerprint === null || !sameFingerprint(status.fingerprint, fingerprint);
}

/** @throws OperationalError `INDEX_OTHER_SOURCE` for an index of another source, unless it is to be rebuilt */
export function requireSameSource(
  status: IndexStatus,
  { source, rebuild }: Pick<BeginOptions, 'source' | 'rebuild'>,
): void {
  if (rebuild || status.source === null || status.source === source) return;
  throw new OperationalError(
    'INDEX_OTHER_SOURCE',
    `the index was built from ${status.source}, not from ${source}.`,
    'Point INDEX_PATH (for Qdrant: QDRANT_COLLECTION) elsewhere, or rebuild this index from the new source with --rebuild.',
  );
}

/**
 * Returns the redirects after a publish. Each leads from a path that is not a document to the current path of the
 * document that was there; chains of renames are resolved. Redirects to a document that another has replaced are dropped.
 * @param before former path → path, as of the last publish
 * @param renamed former path → path, applied simultaneously: two documents may have swapped paths
 * @param isDocument whether a path is a document after the publish
 */
export function redirectsAfter(
  before: ReadonlyMap<string, string>,
  renamed: ReadonlyMap<string, string>,
  isDocument: (path: string) => boolean,
): Map<string, string> {
  const replaced = new Set(renamed.values());
  const followed = [...before].flatMap(([former, path]) => {
    const next = renamed.get(path) ?? (replaced.has(path) ? undefined : path);
    return next === undefined ? [] : [[former, next] as const];
  });
  return new Map(
    [...followed, ...renamed].filter(([former, path]) => !isDocument(former) && isDocument(path)),
  );
}
