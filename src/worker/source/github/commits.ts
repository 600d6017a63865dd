import { z } from 'zod';
import { commitRevision, type Revision } from '../../../shared/domain/revision.ts';
import { OperationalError } from '../../../shared/operational-error.ts';
import type { Head } from '../docs-source.ts';
import type { GitHubClient } from './github-client.ts';
import { badResponse, notFound } from './github-failure.ts';

/** An object name, SHA-1 or SHA-256. */
export const shaShape = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/);

const signature = z.object({ date: z.string().optional() }).nullable();

/** What is used of a commit, as every endpoint gives it. */
export const commitShape = z
  .object({
    sha: shaShape,
    commit: z.object({ message: z.string(), committer: signature, author: signature }),
  })
  .transform(({ sha, commit: { message, committer, author } }): Revision => {
    return commitRevision(sha, committer?.date ?? author?.date ?? '', message);
  });

/**
 * The commit a branch, tag or sha stands for. One request, conditional where the tag was given for the known
 * revision: a 304 costs none of a token's quota.
 * @throws OperationalError `GITHUB_NOT_FOUND` that says whether the repository or the ref is missing
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
    throw notFound(subject, 'Correct DOCS_REF.');
  }
  if (answer === null && known !== null) return known;
  const revision = answer?.data[0];
  if (revision === undefined) throw badResponse(subject, 'no commit');
  return { revision, ...(answer?.etag === undefined ? {} : { tag: `${revision.sha} ${answer.etag}` }) };
}

/** A tag names the commit it was given for, since the index may be at another one when it hands the tag back. */
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
    throw notFound(
      request.subject,
      'Correct DOCS_SOURCE; a private repository needs a GITHUB_TOKEN that may read it.',
    );
  }
}

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
