import type { PublishedSource, PublishRecord } from '../domain/history.ts';
import type { IndexStatus } from '../domain/index-status.ts';
import { sourceId } from '../domain/source.ts';

const COMMIT_SHA = /^[0-9a-f]{7,64}$/i;

/**
 * Returns the publishes after a point in history, in the order given (newest first).
 * @param status the commit of a source may be past its last publish, if no document of it changed since
 * @param since a commit sha of any source (at least 7 characters): the publishes after the one that brought this source to
 *   it, or from the one that included it; those of other sources count too. Or an ISO date: the publishes of commits made
 *   after it, each with only the sources whose commit is. If absent or not in the history, all publishes are returned, so
 *   that no change is missed.
 */
export function publishesAfter(
  records: readonly PublishRecord[],
  status: Pick<IndexStatus, 'sources'>,
  since?: string,
): readonly PublishRecord[] {
  if (since === undefined) return records;
  if (COMMIT_SHA.test(since)) return records.slice(0, countAfterCommit(records, status, since.toLowerCase()));
  const time = Date.parse(since);
  return Number.isNaN(time) ? records : afterTime(records, time);
}

/** Whether the history, or the present, of any source has a commit. @param sha at least 7 characters of it */
export function isKnownCommit(
  records: readonly PublishRecord[],
  status: Pick<IndexStatus, 'sources'>,
  sha: string,
): boolean {
  return COMMIT_SHA.test(sha) && countAfterCommit(records, status, sha.toLowerCase()) !== undefined;
}

/** Two refs of one repository share commits: the source that leaves the most publishes decides. */
function countAfterCommit(
  records: readonly PublishRecord[],
  status: Pick<IndexStatus, 'sources'>,
  sha: string,
): number | undefined {
  const current = new Map(status.sources.map((source) => [sourceId(source), source.commit?.sha]));
  const ids = new Set([...current.keys(), ...records.flatMap(({ sources }) => sources.map(sourceId))]);
  const counts = [...ids].flatMap((id) => {
    const isCurrent = current.get(id)?.startsWith(sha) ?? false;
    return countAfter(ownPublishes(records, id), isCurrent, sha) ?? [];
  });
  if (counts.length > 0) return Math.min(records.length, Math.max(...counts));
  return undefined;
}

/** What one source brought with the publish at an index of the records. */
interface OwnPublish {
  readonly index: number;
  readonly published: PublishedSource;
}

function ownPublishes(records: readonly PublishRecord[], id: string): OwnPublish[] {
  return records.flatMap(({ sources }, index) => {
    const published = sources.find((source) => sourceId(source) === id);
    return published === undefined ? [] : [{ index, published }];
  });
}

/** How many records are after the point at which a source came to a commit; undefined if it never did. */
function countAfter(own: readonly OwnPublish[], isCurrent: boolean, sha: string): number | undefined {
  const isAt = (publish: OwnPublish | undefined) => publish?.published.commit.sha.startsWith(sha) ?? false;
  // A source that advanced to its current commit without a publish did so after its last one.
  if (isCurrent && !isAt(own[0])) return own[0]?.index ?? Number.POSITIVE_INFINITY;
  let reached = own.findIndex(isAt);
  // Its documents may have changed while it stayed at the commit, for example by a new root.
  while (reached >= 0 && isAt(own[reached + 1])) reached += 1;
  if (reached >= 0) return own[reached]?.index;
  const including = own.find(({ published }) =>
    published.commits.some((commit) => commit.sha.startsWith(sha)),
  );
  return including === undefined ? undefined : including.index + 1;
}

function afterTime(records: readonly PublishRecord[], time: number): readonly PublishRecord[] {
  return records.flatMap((record) => {
    const sources = record.sources.filter(({ commit }) => Date.parse(commit.date) > time);
    return sources.length === 0 ? [] : [{ ...record, sources }];
  });
}
