import { z } from 'zod';
import { OperationalError } from '../../../shared/operational-error.ts';
import type { SourceFiles, TreeEntry, TreeListing } from '../source-files.ts';
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
 * 7 MB). Otherwise it goes down to the folders of the roots and reads them subtree by subtree.
 * @throws OperationalError `GITHUB_NOT_FOUND` without the folder of a root, `DOCS_LISTING_TRUNCATED` if a single folder does not
 * fit into one response
 */
export async function listTree(
  client: GitHubClient,
  commit: string,
  files: SourceFiles,
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
  const missing = (folder: string) =>
    notFoundError(
      `folder ${folder} at commit ${commit} of ${client.repository}`,
      'Correct DOCS_PATH, or the root in the list of sources (SOURCES).',
    );

  const whole = await read(commit, true);
  if (!whole.truncated) {
    const trees = new Set(whole.tree.flatMap(({ path, type }) => (type === 'tree' ? [path] : [])));
    for (const folder of files.rootFolders) if (folder !== '' && !trees.has(folder)) throw missing(folder);
    return files.list(blobsOf(whole));
  }
  const entries: TreeEntry[] = [];
  for (const folder of files.folders) {
    let tree = commit;
    for (const part of folder.split('/').filter((name) => name !== '')) {
      const parent = await readFolder(read, tree, folder);
      const next = parent.tree.find((entry) => entry.path === part && entry.type === 'tree');
      if (next === undefined) throw missing(folder);
      tree = next.sha;
    }
    entries.push(...(await walk(read, tree, folder === '' ? '' : `${folder}/`)));
  }
  return files.list(entries);
}

type ReadTree = (sha: string, recursive: boolean) => Promise<Tree>;

async function walk(read: ReadTree, sha: string, prefix: string): Promise<TreeEntry[]> {
  const below = (tree: Tree) => blobsOf(tree).map((entry) => ({ ...entry, path: prefix + entry.path }));
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
    'Point the root (DOCS_PATH) at a smaller folder, or use git:<path of a clone> as the source.',
  );
}

function blobsOf({ tree }: Tree): TreeEntry[] {
  return tree.flatMap(({ path, mode, type, sha }) => (type === 'blob' ? [{ path, mode, sha }] : []));
}
