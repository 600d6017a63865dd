import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { GitRepository } from './git-repository.ts';

/** A git bundle of the EINO docs' history, expected beside the checkout. Tests and benches work without it. */
export const DOCS_BUNDLE = join(import.meta.dirname, '../../../shared/data/eino-docs.bundle');

/** Path of the documents in a generated repository. */
export const DOCS = 'docs';

const BUNDLE_DOCS = 'content/en/docs/eino';
const GENERATED_COMMITS = 30;

/** A docs repository and the commits that touched its documents, oldest first. */
export interface DocsHistory {
  readonly name: string;
  readonly folder: string;
  readonly docsPath: string;
  readonly commits: readonly string[];
}

/** The history of the EINO docs if their bundle exists, otherwise a generated one, in a repository below `folder`. */
export function docsHistory(folder: string): DocsHistory {
  const clone = join(folder, 'history');
  if (!existsSync(DOCS_BUNDLE)) return generatedHistory(clone);
  execFileSync('git', ['clone', '-q', DOCS_BUNDLE, clone]);
  const log = execFileSync('git', ['-C', clone, 'log', '--reverse', '--format=%H', '--', BUNDLE_DOCS]);
  const commits = log.toString().trim().split('\n');
  return { name: 'the EINO docs', folder: clone, docsPath: BUNDLE_DOCS, commits };
}

function generatedHistory(folder: string): DocsHistory {
  const repository = GitRepository.create(folder);
  for (let page = 0; page < 60; page++)
    repository.write(`${DOCS}/part-${page % 6}/${page}.md`, generatedDocument(page, 0));
  const commits = [repository.commit('docs: start')];
  for (let edit = 1; edit < GENERATED_COMMITS; edit++) {
    const page = (edit * 7) % 60;
    repository.write(`${DOCS}/part-${page % 6}/${page}.md`, generatedDocument(page, edit));
    commits.push(repository.commit(`docs: edit page ${page}`));
  }
  return { name: 'a generated history', folder, docsPath: DOCS, commits };
}

/** A document of eight sections. Its introduction says how often it was edited. */
function generatedDocument(page: number, edits: number): string {
  const sections = Array.from(
    { length: 8 },
    (_, i) => `## Section ${i}\n\n${`Sentence ${i} of page ${page} about graphs and tools. `.repeat(12)}\n`,
  );
  return `---\ntitle: Page ${page}\nweight: ${page}\n---\n\nEdited ${edits} times.\n\n${sections.join('\n')}`;
}

/** A repository that contains the documents of a history's last commit `times` times. The caller disposes of it. */
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

/** Paths of all documents in a generated repository's working tree, below its docs root, sorted. */
export function documentPaths(repository: GitRepository): string[] {
  const entries = readdirSync(join(repository.folder, DOCS), { recursive: true, encoding: 'utf8' });
  return entries.filter((path) => path.endsWith('.md')).sort();
}

/** Moves the branch `main` of the history's repository to a commit. */
export function checkOut({ folder }: DocsHistory, commit: string): void {
  execFileSync('git', ['-C', folder, 'reset', '-q', '--hard', commit]);
}
