import type { PublishRecord } from '../domain/history.ts';
import type { IndexStatus } from '../domain/index-status.ts';

const COMMIT_SHA = /^[0-9a-f]{7,64}$/i;

/**
 * The publishes after a point in history, in the order given (newest first).
 * @param current the index's commit: it may have moved on past the last publish, with no document changed
 * @param since a commit sha, full or from 7 characters: the publishes after the one that brought the index to it, and
 *   the one that passed it on its way; or an ISO date: the publishes of commits made after it, so that the date of one
 *   asks for what came behind it. A point that is not remembered, or none, gives all: nothing that may have changed is
 *   left out.
 */
export function publishesAfter(
  records: readonly PublishRecord[],
  { commit: current }: Pick<IndexStatus, 'commit'>,
  since?: string,
): readonly PublishRecord[] {
  if (since === undefined) return records;
  if (COMMIT_SHA.test(since)) {
    const sha = since.toLowerCase();
    if (current?.sha.startsWith(sha)) return [];
    const reached = records.findIndex(({ commit }) => commit.sha.startsWith(sha));
    if (reached >= 0) return records.slice(0, reached);
    const passed = records.findIndex(({ commits }) => commits.some((commit) => commit.sha.startsWith(sha)));
    return passed >= 0 ? records.slice(0, passed + 1) : records;
  }
  const time = Date.parse(since);
  return Number.isNaN(time) ? records : records.filter(({ commit }) => Date.parse(commit.date) > time);
}
