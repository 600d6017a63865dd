import { z } from 'zod';
import { OperationalError } from '../../../shared/operational-error.ts';
import { belowDocsPath, listDocuments, type TreeEntry, type TreeListing } from '../document-files.ts';
import { shaShape } from './commits.ts';
import type { GitHubClient } from './github-client.ts';
import { notFoundError } from './github-failure.ts';

const treeShape = z.object({
  truncated: z.boolean(),
  tree: z.array(z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: shaShape })),
});

type Tree = z.output<typeof treeShape>;

/**
 * Lists the documents at a commit. Takes one request if the whole repository fits into one response (100,000 entries,
 * 7 MB). Otherwise it goes down to the docs root and reads that subtree by subtree.
 * @throws OperationalError `GITHUB_NOT_FOUND` without a docs root, `DOCS_LISTING_TRUNCATED` if a single folder does not
 * fit into one response
 */
export async function listTree(
  client: GitHubClient,
  commit: string,
  docsPath: string,
  signal?: AbortSignal,
): Promise<TreeListing> {
  const read = async (sha: string, recursive: boolean): Promise<Tree> =>
    await client.get(
      {
        route: '/git/trees/{sha}',
        parameters: { sha, ...(recursive ? { recursive: '1' } : {}) },
        subject: `tree ${sha} in ${client.repository}`,
      },
      treeShape,
      signal,
    );
  const missing = () =>
    notFoundError(`folder ${docsPath} at commit ${commit} of ${client.repository}`, 'Correct DOCS_PATH.');

  const whole = await read(commit, true);
  if (!whole.truncated) {
    const isRoot = (entry: Tree['tree'][number]) => entry.path === docsPath && entry.type === 'tree';
    if (docsPath !== '' && !whole.tree.some(isRoot)) throw missing();
    return listDocuments(filesBelow(whole, docsPath));
  }
  let root = commit;
  for (const part of docsPath.split('/').filter((name) => name !== '')) {
    const folder = await readFolder(read, root, docsPath);
    const next = folder.tree.find((entry) => entry.path === part && entry.type === 'tree');
    if (next === undefined) throw missing();
    root = next.sha;
  }
  return listDocuments(await walk(read, root, ''));
}

type ReadTree = (sha: string, recursive: boolean) => Promise<Tree>;

async function walk(read: ReadTree, sha: string, prefix: string): Promise<TreeEntry[]> {
  const below = (tree: Tree) =>
    filesBelow(tree, '').map((entry) => ({ ...entry, path: prefix + entry.path }));
  const whole = await read(sha, true);
  if (!whole.truncated) return below(whole);
  const folder = await readFolder(read, sha, prefix);
  const lists = [below(folder)];
  for (const { path, type, sha: subtree } of folder.tree) {
    if (type === 'tree' && !path.startsWith('.')) lists.push(await walk(read, subtree, `${prefix}${path}/`));
  }
  return lists.flat();
}

async function readFolder(read: ReadTree, sha: string, name: string): Promise<Tree> {
  const folder = await read(sha, false);
  if (!folder.truncated) return folder;
  throw new OperationalError(
    'DOCS_LISTING_TRUNCATED',
    `GitHub truncates the listing of ${name === '' ? 'the top folder' : `the folder ${name}`}: it has too many entries.`,
    'Point DOCS_PATH at a smaller folder, or use git:<path of a clone> as DOCS_SOURCE.',
  );
}

function filesBelow({ tree }: Tree, docsPath: string): TreeEntry[] {
  return tree.flatMap(({ path, mode, type, sha }) => {
    const below = type === 'blob' ? belowDocsPath(path, docsPath) : null;
    return below === null ? [] : [{ path: below, mode, sha }];
  });
}
