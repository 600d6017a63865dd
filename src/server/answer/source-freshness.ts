import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { RunError } from '../../shared/domain/run.ts';
import { type Revision, type SourceStatus, sourceId, sourceOf } from '../../shared/domain/source.ts';
import { assessFreshness, type Freshness } from '../../shared/freshness.ts';
import { sourceNames } from '../documents/source-names.ts';

/** The freshness of one source, in a form that anybody may read. */
export interface SourceFreshness extends Omit<Freshness, 'source'> {
  /** Public name, different from that of every other source of the index. */
  readonly source: string;
  /** The indexed revision; null if nothing of the source was ever indexed. */
  readonly commit: Revision | null;
  /** Name of the indexed release, of a source that follows releases. */
  readonly version?: string;
  readonly checkedAt: string | null;
  /** Commits touching its roots that the index lacks. */
  readonly behind: number;
  /** Why the last run could not bring it up to date; without the message, which may name paths and addresses. */
  readonly error?: Pick<RunError, 'code' | 'advice'>;
}

/** The freshness of several sources, together and each. `source` is a public name here. */
export interface DataFreshness extends Freshness {
  /** Of the only source; null if there are several, or none is indexed. */
  readonly commit: Revision | null;
  /** The earliest check; null if a source was never checked. */
  readonly checkedAt: string | null;
  /** The sum over the sources. */
  readonly behind: number;
  /** In the order of the list of sources. */
  readonly sources: readonly SourceFreshness[];
}

/** The moment of an assessment, in milliseconds since the epoch, and how old a check may be. */
export interface FreshnessTerms {
  readonly now: number;
  readonly maxAgeSeconds: number;
}

/**
 * Assesses the data that an answer is made from.
 * @param paths of the documents in the answer: only their sources count. Absent or empty: all sources.
 */
export function dataFreshness(
  status: IndexStatus,
  { now, maxAgeSeconds }: FreshnessTerms,
  paths: readonly string[] = [],
): DataFreshness {
  const concerned = new Set(paths.map((path) => sourceOf(status.sources, path)));
  const found = status.sources.filter((source) => concerned.has(source));
  const sources = found.length === 0 ? status.sources : found;
  const nameOf = sourceNames(status.sources);
  const { source, ...together } = assessFreshness(status, now, maxAgeSeconds, sources);
  const assessAlone = (each: SourceStatus) => {
    const { source: _, ...freshness } = assessFreshness(status, now, maxAgeSeconds, [each]);
    return freshness;
  };
  const about = sources.find((candidate) => sourceId(candidate) === source);
  return {
    ...together,
    ...(about === undefined ? {} : { source: nameOf(about) }),
    commit: sources.length === 1 ? (sources[0]?.commit ?? null) : null,
    checkedAt: earliestCheck(sources),
    behind: sources.reduce((sum, { behind }) => sum + behind, 0),
    sources: sources.map((each) => {
      const { commit, version, checkedAt, behind, error } = each;
      return {
        source: nameOf(each),
        commit,
        ...(version === undefined ? {} : { version }),
        checkedAt,
        behind,
        ...assessAlone(each),
        ...(error === undefined ? {} : { error: { code: error.code, advice: error.advice } }),
      };
    }),
  };
}

function earliestCheck(sources: readonly SourceStatus[]): string | null {
  const times = sources.map(({ checkedAt }) => checkedAt);
  return times.includes(null) ? null : (times.toSorted()[0] ?? null);
}
