import { z } from 'zod';
import type { Revision } from '../../../shared/domain/revision.ts';
import { commitShape } from './commit-shape.ts';
import type { GitHubClient } from './github-client.ts';

export interface CommitRange {
  /** Date of the commit the range starts after. */
  readonly since: string;
  /** The commit the range ends with. */
  readonly head: string;
  /** Commits of the range; a comparison names at most 250, the newest. */
  readonly known: readonly Revision[];
  /** Whether these are all of them. */
  readonly complete: boolean;
}

const PAGE_SIZE = 100;
/** More commits than this in one sync say no more than that there were many. */
const MAX_PAGES = 10;

/** The commits of a range that touched the docs root, oldest first: one request for every 100. */
export async function listDocsCommits(
  client: GitHubClient,
  range: CommitRange,
  docsPath: string,
  signal?: AbortSignal,
): Promise<Revision[]> {
  const known = new Set(range.known.map(({ sha }) => sha));
  const isInRange = ({ sha, date }: Revision) => known.has(sha) || (!range.complete && date > range.since);
  const found: Revision[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const parameters = {
      sha: range.head,
      per_page: PAGE_SIZE,
      page,
      ...(docsPath === '' ? {} : { path: docsPath }),
    };
    const request = {
      route: '/commits',
      parameters,
      subject: `commits of ${docsPath} in ${client.repository}`,
    };
    const commits = await client.get(request, z.array(commitShape), signal);
    found.push(...commits.filter(isInRange));
    if (commits.length < PAGE_SIZE || !commits.every(isInRange)) break;
  }
  return found.reverse();
}
