import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DOCS_BUNDLE } from '../../test/support/docs-bundle.ts';
import { GitRepository } from '../../test/support/git-repository.ts';

const BUNDLE_DOCS = 'content/en/docs/eino';
const OWN_COMMITS = 30;

/** Where the benched documents are in a repository. */
export const DOCS = 'docs';

/** A docs repository and the commits that touched it, oldest first. */
export interface DocsHistory {
  readonly name: string;
  readonly folder: string;
  readonly docsPath: string;
  readonly commits: readonly string[];
}

/** The real history of the EINO docs where its bundle is beside the project, otherwise one that is made up. */
export function docsHistory(folder: string): DocsHistory {
  if (!existsSync(DOCS_BUNDLE)) return ownHistory();
  const clone = join(folder, 'history');
  execFileSync('git', ['clone', '-q', DOCS_BUNDLE, clone]);
  const log = execFileSync('git', ['-C', clone, 'log', '--reverse', '--format=%H', '--', BUNDLE_DOCS]);
  const commits = log.toString().trim().split('\n');
  return { name: 'the EINO docs', folder: clone, docsPath: BUNDLE_DOCS, commits };
}

function ownHistory(): DocsHistory {
  const repository = GitRepository.create();
  for (let page = 0; page < 60; page++)
    repository.write(`${DOCS}/part-${page % 6}/${page}.md`, ownPage(page, 0));
  const commits = [repository.commit('docs: start')];
  for (let edit = 1; edit < OWN_COMMITS; edit++) {
    const page = (edit * 7) % 60;
    repository.write(`${DOCS}/part-${page % 6}/${page}.md`, ownPage(page, edit));
    commits.push(repository.commit(`docs: edit page ${page}`));
  }
  return { name: 'a made-up history', folder: repository.folder, docsPath: DOCS, commits };
}

/** A page of eight sections, the first of which knows how often it was edited. */
function ownPage(page: number, edit: number): string {
  const sections = Array.from(
    { length: 8 },
    (_, i) => `## Section ${i}\n\n${`Sentence ${i} of page ${page} about graphs and tools. `.repeat(12)}\n`,
  );
  return `---\ntitle: Page ${page}\nweight: ${page}\n---\n\nEdited ${edit} times.\n\n${sections.join('\n')}`;
}

/** A repository whose docs are those of a history's last commit, that many times over. */
export function repeatedDocs({ folder, docsPath }: DocsHistory, times: number): GitRepository {
  const repository = GitRepository.create();
  const source = join(folder, docsPath);
  for (let copy = 0; copy < times; copy++) {
    const target = join(repository.folder, DOCS, `copy-${copy}`);
    mkdirSync(target, { recursive: true });
    cpSync(source, target, { recursive: true });
  }
  repository.commit('docs: start');
  return repository;
}

/** Paths of all documents in a repository's working tree, below its docs root, sorted. */
export function documentPaths(repository: GitRepository): string[] {
  const entries = readdirSync(join(repository.folder, DOCS), { recursive: true, encoding: 'utf8' });
  return entries.filter((path) => path.endsWith('.md')).sort();
}

/** Lets the branch `main` of a clone stand at a commit. */
export function checkOut({ folder }: DocsHistory, commit: string): void {
  execFileSync('git', ['-C', folder, 'reset', '-q', '--hard', commit]);
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
