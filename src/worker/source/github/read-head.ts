import { z } from 'zod';
import { OperationalError } from '../../../shared/errors/operational-error.ts';
import type { Head } from '../docs-source.ts';
import { commitShape } from './commit-shape.ts';
import type { GitHubClient } from './github-client.ts';
import { badResponse, notFound } from './github-failure.ts';

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
