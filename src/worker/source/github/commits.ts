import { z } from 'zod';
import { commitRevision, type Revision } from '../../../shared/domain/source.ts';
import { OperationalError } from '../../../shared/operational-error.ts';
import type { Head } from '../docs-source.ts';
import { newestReleaseTag, noReleaseError } from '../release-tag.ts';
import type { GitHubClient } from './github-client.ts';
import { badResponseError, notFoundError } from './github-failure.ts';

/** An object name: SHA-1 or SHA-256. */
export const shaShape = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/);

const signature = z.object({ date: z.string().optional() }).nullable();

/** The used part of a commit, which every endpoint returns in the same shape. */
export const commitShape = z
  .object({
    sha: shaShape,
    commit: z.object({ message: z.string(), committer: signature, author: signature }),
  })
  .transform(({ sha, commit: { message, committer, author } }): Revision => {
    return commitRevision(sha, committer?.date ?? author?.date ?? '', message);
  });

/**
 * Resolves a branch, tag or sha to its commit. One request, which is conditional if the tag belongs to the known
 * revision: with a token, a 304 does not count against the rate limit.
 * @throws OperationalError `GITHUB_NOT_FOUND`, which says whether the repository or the ref is missing
 */
export async function readHead(
  client: GitHubClient,
  ref: string,
  known: Head | null,
  signal?: AbortSignal,
): Promise<Head> {
  const subject = `branch, tag or commit ${ref} in ${client.repository}`;
  const request = { route: '/commits', parameters: { sha: ref, per_page: 1 }, subject };
  let answer: { data: readonly Head['revision'][]; etag: string | undefined } | null;
  try {
    answer = await client.getIfChanged(request, etagOf(known), z.array(commitShape), signal);
  } catch (error) {
    if (!(error instanceof OperationalError) || error.code !== 'GITHUB_NOT_FOUND') throw error;
    await requireRepository(client, signal);
    throw notFoundError(subject, 'Correct DOCS_REF, or `ref` in the list of sources (SOURCES).');
  }
  if (answer === null && known !== null) return known;
  const revision = answer?.data[0];
  if (revision === undefined) throw badResponseError(subject, 'no commit');
  return { revision, ...(answer?.etag === undefined ? {} : { tag: `${revision.sha} ${answer.etag}` }) };
}

const refsShape = z.array(z.object({ ref: z.string() }));

/**
 * Finds the newest release and its commit. One request for the tags, which is conditional if the tag belongs to the
 * known revision, and one more for the commit if the tags have changed.
 * @throws OperationalError `GITHUB_NOT_FOUND` if the repository is missing, `DOCS_REF_NOT_FOUND` if it has no release
 */
export async function readReleaseHead(
  client: GitHubClient,
  known: Head | null,
  signal?: AbortSignal,
): Promise<Head> {
  const subject = `version tags of ${client.repository}`;
  const request = { route: '/git/matching-refs/{ref}', parameters: { ref: 'tags/v' }, subject };
  const answer = await client.getIfChanged(request, etagOf(known), refsShape, signal);
  if (answer === null && known !== null) return known;
  const version = newestReleaseTag((answer?.data ?? []).map(({ ref }) => ref.replace(/^refs\/tags\//, '')));
  if (version === null) {
    await requireRepository(client, signal);
    throw noReleaseError(client.repository);
  }
  const { revision } = await readHead(client, version, null, signal);
  return {
    revision,
    version,
    ...(answer?.etag === undefined ? {} : { tag: `${revision.sha} ${answer.etag}` }),
  };
}

/** A tag contains the commit it was issued for, because the index may be at another commit by the next check. */
function etagOf(known: Head | null): string | null {
  const [sha, etag] = known?.tag?.split(' ', 2) ?? [];
  return sha === known?.revision.sha && etag !== undefined && /^[\x21-\x7e]+$/.test(etag) ? etag : null;
}

async function requireRepository(client: GitHubClient, signal?: AbortSignal): Promise<void> {
  const request = { route: '', subject: `repository ${client.repository}` };
  try {
    await client.get(request, z.object({}), signal);
  } catch (error) {
    if (!(error instanceof OperationalError) || error.code !== 'GITHUB_NOT_FOUND') throw error;
    throw notFoundError(
      request.subject,
      'Correct DOCS_SOURCE or SOURCES; a private repository needs a GITHUB_TOKEN that may read it.',
    );
  }
}

export interface CommitRange {
  /** Date of the commit the range starts after. */
  readonly since: string;
  /** The commit the range ends with. */
  readonly head: string;
  /** Known commits of the range. A comparison lists at most the newest 250. */
  readonly known: readonly Revision[];
  /** Whether `known` has all commits of the range. */
  readonly complete: boolean;
}

const PAGE_SIZE = 100;
/** Pages read at most. For a person, more commits in one sync only mean that there are many. */
const MAX_PAGES = 10;

/**
 * Lists the commits of a range that touch one of the folders, oldest first, with one request for every 100 of a folder.
 * @param folders `''` is the whole repository
 */
export async function listRootCommits(
  client: GitHubClient,
  range: CommitRange,
  folders: readonly string[],
  signal?: AbortSignal,
): Promise<Revision[]> {
  const found = new Map<string, Revision>();
  for (const folder of folders) {
    for (const commit of await listFolderCommits(client, range, folder, signal))
      found.set(commit.sha, commit);
  }
  if (folders.length === 1) return [...found.values()].reverse();
  return inOrder([...found.values()], range.known);
}

/** Commits of several folders: in the order of the comparison, those it does not list (the oldest) by date before them. */
function inOrder(commits: readonly Revision[], known: readonly Revision[]): Revision[] {
  const position = new Map(known.map(({ sha }, at) => [sha, at]));
  return commits.toSorted((a, b) => {
    const [first, second] = [position.get(a.sha) ?? -1, position.get(b.sha) ?? -1];
    return first - second || (a.date < b.date ? -1 : a.date > b.date ? 1 : 0);
  });
}

async function listFolderCommits(
  client: GitHubClient,
  range: CommitRange,
  folder: string,
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
      ...(folder === '' ? {} : { path: folder }),
    };
    const request = {
      route: '/commits',
      parameters,
      subject: `commits of ${folder || 'the root'} in ${client.repository}`,
    };
    const commits = await client.get(request, z.array(commitShape), signal);
    found.push(...commits.filter(isInRange));
    if (commits.length < PAGE_SIZE || !commits.every(isInRange)) break;
  }
  return found;
}
