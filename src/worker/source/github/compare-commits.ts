import { z } from 'zod';
import type { Revision } from '../../../shared/domain/revision.ts';
import { OperationalError } from '../../../shared/operational-error.ts';
import type { Comparison } from '../docs-source.ts';
import { belowDocsPath, type FileDelta, toChanges } from '../document-files.ts';
import { commitShape, listDocsCommits, shaShape } from './commits.ts';
import type { GitHubClient } from './github-client.ts';

/** A file as GitHub's comparisons list it. */
const comparedFileShape = z.object({
  filename: z.string(),
  previous_filename: z.string().optional(),
  status: z.string(),
  sha: shaShape.nullable(),
  patch: z.string().optional(),
});

export type ComparedFile = z.output<typeof comparedFileShape>;

/** Which sides of a file's change a status speaks of. */
const SIDES = new Map([
  ['added', { before: false, after: true }],
  ['copied', { before: false, after: true }],
  ['modified', { before: true, after: true }],
  ['renamed', { before: true, after: true }],
  ['removed', { before: true, after: false }],
]);

/** Whether any side of the change is below the docs root. */
export function touchesDocs(
  { filename, previous_filename: previous }: ComparedFile,
  docsPath: string,
): boolean {
  return [filename, previous ?? filename].some((path) => belowDocsPath(path, docsPath) !== null);
}

/**
 * The change of a file below the docs root.
 * @returns null where the comparison does not tell what the file is now: it changed its type, or is a submodule
 */
export function deltaOf(file: ComparedFile, docsPath: string): FileDelta | null {
  const sides = SIDES.get(file.status);
  if (sides === undefined || /^[+-]Subproject commit /m.test(file.patch ?? '')) return null;
  const before = sides.before ? belowDocsPath(file.previous_filename ?? file.filename, docsPath) : null;
  const path = sides.after ? belowDocsPath(file.filename, docsPath) : null;
  if (path === null) return { before, after: null };
  return file.sha === null ? null : { before, after: { path, blob: file.sha } };
}

/** GitHub lists no more files of a comparison than this, and does not say when it left some out. */
const FILE_CAP = 300;

const comparisonShape = z.object({
  status: z.string(),
  total_commits: z.number(),
  commits: z.array(commitShape),
  files: z.array(comparedFileShape).optional(),
});

/**
 * What GitHub says lies between two commits: one request, and one more for the commits that touched the docs root.
 * @returns null where that cannot be trusted or is not to be had: `from` is unknown or no ancestor of `to` (after a
 * force-push), the list of files is at its cap, a file changed its type, or GitHub cannot compute the comparison
 */
export async function compareCommits(
  client: GitHubClient,
  from: Revision,
  to: Revision,
  docsPath: string,
  signal?: AbortSignal,
): Promise<Comparison | null> {
  const answer = await readComparison(client, from.sha, to.sha, signal);
  if (answer === null || (answer.status !== 'ahead' && answer.status !== 'identical')) return null;
  const { files, commits: known, total_commits: total } = answer;
  if (files === undefined || files.length >= FILE_CAP) return null;

  const docsFiles = files.filter((file) => touchesDocs(file, docsPath));
  const deltas: FileDelta[] = [];
  for (const file of docsFiles) {
    const delta = deltaOf(file, docsPath);
    if (delta === null) return null;
    deltas.push(delta);
  }
  const changes = toChanges(deltas);
  if (total <= 1) return { changes, commits: docsFiles.length > 0 ? known : [] };
  const range = { since: from.date, head: to.sha, known, complete: known.length >= total };
  return { changes, commits: await listDocsCommits(client, range, docsPath, signal) };
}

async function readComparison(client: GitHubClient, base: string, head: string, signal?: AbortSignal) {
  const request = {
    route: '/compare/{basehead}',
    parameters: { basehead: `${base}...${head}` },
    subject: `comparison ${base}...${head} in ${client.repository}`,
  };
  try {
    return await client.get(request, comparisonShape, signal);
  } catch (error) {
    // A base that is gone, or a difference too large to compute, which GitHub answers with 404, 422 or 500: the
    // trees still tell, and if GitHub is really down, asking for them says so.
    const code = error instanceof OperationalError ? error.code : '';
    if (code === 'GITHUB_NOT_FOUND' || code === 'GITHUB_UNREACHABLE') return null;
    throw error;
  }
}
