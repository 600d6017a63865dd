import type { PublishRecord } from '../domain/history.ts';
import type { IndexStatus } from '../domain/index-status.ts';

const COMMIT_SHA = /^[0-9a-f]{7,64}$/i;

/**
 * Returns the publishes after a point in history, in the order given (newest first).
 * @param status its commit may be past the last publish, if no document changed since
 * @param since a commit sha (at least 7 characters): the publishes after the one that brought the index to it, or from
 *   the one that included it; or an ISO date: the publishes of commits made after it. If absent or not in the history,
 *   all publishes are returned, so that no change is missed.
 */
export function publishesAfter(
  records: readonly PublishRecord[],
  status: Pick<IndexStatus, 'commit'>,
  since?: string,
): readonly PublishRecord[] {
  if (since === undefined) return records;
  if (COMMIT_SHA.test(since)) {
    const sha = since.toLowerCase();
    if (status.commit?.sha.startsWith(sha)) return [];
    const reached = records.findIndex(({ commit }) => commit.sha.startsWith(sha));
    if (reached >= 0) return records.slice(0, reached);
    const including = records.findIndex(({ commits }) =>
      commits.some((commit) => commit.sha.startsWith(sha)),
    );
    return including >= 0 ? records.slice(0, including + 1) : records;
  }
  const time = Date.parse(since);
  return Number.isNaN(time) ? records : records.filter(({ commit }) => Date.parse(commit.date) > time);
}
