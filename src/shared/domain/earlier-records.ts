import type { ChangedDocument, PublishRecord } from './history.ts';
import { EMPTY_STATUS, type IndexStatus } from './index-status.ts';
import type { Revision } from './revision.ts';
import type { SourceStatus } from './source.ts';

/** A status as versions with one source and one root recorded it. */
interface SingleSourceStatus {
  /** `github:owner/name@ref:docs/path`, `git:/folder@ref:docs/path` or `dir:/folder`. */
  readonly source?: string | null;
  readonly commit?: Revision | null;
  readonly checkedAt?: string | null;
  readonly docsBehind?: number;
  readonly headTag?: string | null;
  readonly fingerprint?: { readonly siteUrl?: string | null } | null;
}

/** A publish as versions with one source recorded it. */
interface SingleSourcePublish {
  readonly sequence: number;
  readonly commit: Revision;
  readonly publishedAt: string;
  readonly documents: readonly ChangedDocument[];
  readonly commits: readonly Revision[];
}

/** Reads a status as this or an earlier version recorded it. Fields that the record lacks are those of an empty index. */
export function statusFromRecord(record: Partial<IndexStatus> & SingleSourceStatus): IndexStatus {
  const { source, commit, checkedAt, docsBehind, headTag, ...status } = record;
  const sources = status.sources ?? (source == null ? [] : [sourceFromRecord(source, record)]);
  return { ...EMPTY_STATUS, ...status, sources };
}

function sourceFromRecord(source: string, record: SingleSourceStatus): SourceStatus {
  const [, from = source, ref = null, path = ''] = /^((?:github|git):.*)@([^:]*):(.*)$/s.exec(source) ?? [];
  const { commit = null, checkedAt = null, docsBehind = 0, headTag = null, fingerprint } = record;
  const site = fingerprint?.siteUrl ?? null;
  return {
    from,
    ref,
    roots: [
      {
        path,
        at: '',
        include: ['**/*.md'],
        exclude: [],
        site,
        pages: 'hugo',
        language: 'en',
        languages: {},
      },
    ],
    commit,
    checkedAt,
    behind: docsBehind,
    headTag,
    formerPaths: { state: 'unread' },
  };
}

/**
 * Reads an entry of the history as this or an earlier version recorded it.
 * @param source of an index that had one source, whose entries did not name it
 */
export function publishFromRecord(
  record: PublishRecord | SingleSourcePublish,
  source: SourceStatus | undefined,
): PublishRecord {
  if ('sources' in record) return record;
  const { sequence, publishedAt, commit, commits, documents } = record;
  const { from = '', ref = null } = source ?? {};
  return { sequence, publishedAt, sources: [{ from, ref, commit, commits, documents }] };
}
