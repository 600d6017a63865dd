import { z } from 'zod';
import type { Revision } from '../../../shared/domain/source.ts';
import { OperationalError } from '../../../shared/operational-error.ts';
import type { Comparison } from '../docs-source.ts';
import type { FileDelta, SourceFiles } from '../source-files.ts';
import { commitShape, listRootCommits, shaShape } from './commits.ts';
import type { GitHubClient } from './github-client.ts';

/** A file in GitHub's comparisons and commits. */
export const comparedFileShape = z.object({
  filename: z.string(),
  previous_filename: z.string().optional(),
  status: z.string(),
  sha: shaShape.nullable(),
  patch: z.string().optional(),
});

export type ComparedFile = z.output<typeof comparedFileShape>;

/** Status of a changed file → on which sides of the change the file exists. */
const SIDES = new Map([
  ['added', { before: false, after: true }],
  ['copied', { before: false, after: true }],
  ['modified', { before: true, after: true }],
  ['renamed', { before: true, after: true }],
  ['removed', { before: true, after: false }],
]);

/**
 * Reads the change of a file.
 * @returns null if the comparison does not tell what the file is now: its type changed, or it is a submodule
 */
export function deltaOf(file: ComparedFile): FileDelta | null {
  const sides = SIDES.get(file.status);
  if (sides === undefined || /^[+-]Subproject commit /m.test(file.patch ?? '')) return null;
  const before = sides.before ? (file.previous_filename ?? file.filename) : null;
  if (!sides.after) return { before, after: null };
  return file.sha === null ? null : { before, after: { path: file.filename, blob: file.sha } };
}

/** Whether the file is a document of the source on any side of the change. */
function touchesDocuments(
  { filename, previous_filename: previous }: ComparedFile,
  files: SourceFiles,
): boolean {
  return [filename, previous ?? filename].some((path) => files.selects(path));
}

/** GitHub lists at most this many files of a comparison, and does not say that it truncated the list. */
const FILE_CAP = 300;

const comparisonShape = z.object({
  status: z.string(),
  total_commits: z.number(),
  commits: z.array(commitShape),
  files: z.array(comparedFileShape).optional(),
});

/**
 * Compares two commits: one request, and one more for each folder of a root if documents changed in several commits.
 * @returns null if the comparison is not available or cannot be trusted: `from` is unknown or no ancestor of `to` (after
 * a force-push), the list of files reaches its cap, the type of a file changed, or GitHub cannot compute it
 */
export async function compareCommits(
  client: GitHubClient,
  files: SourceFiles,
  { from, to }: { readonly from: Revision; readonly to: Revision },
  signal?: AbortSignal,
): Promise<Comparison | null> {
  const answer = await readComparison(client, from.sha, to.sha, signal);
  if (answer === null || (answer.status !== 'ahead' && answer.status !== 'identical')) return null;
  const { files: compared, commits: known, total_commits: total } = answer;
  if (compared === undefined || compared.length >= FILE_CAP) return null;

  const deltas: FileDelta[] = [];
  for (const file of compared.filter((file) => touchesDocuments(file, files))) {
    const delta = deltaOf(file);
    if (delta === null) return null;
    deltas.push(delta);
  }
  const changes = files.changes(deltas);
  if (deltas.length === 0) return { changes, commits: [] };
  if (total <= 1) return { changes, commits: known };
  const range = { since: from.date, head: to.sha, known, complete: known.length >= total };
  return { changes, commits: await listRootCommits(client, range, files.folders, signal) };
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
    // GitHub answers 404, 422 or 500 if the base is gone or the difference is too large to compute. The trees can
    // still be compared. If GitHub is down, reading them fails.
    const code = error instanceof OperationalError ? error.code : '';
    if (code === 'GITHUB_NOT_FOUND' || code === 'GITHUB_UNREACHABLE') return null;
    throw error;
  }
}
