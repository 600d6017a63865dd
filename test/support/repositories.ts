import type { DocsSource } from '../../src/worker/source/docs-source.ts';
import { GitSource } from '../../src/worker/source/git/git-source.ts';
import { GitRepository } from './git-repository.ts';
import { LoopbackGitHub } from './loopback-github.ts';
import { gitHubSource, TOKEN } from './loopback-github-source.ts';
import { type Files, MemorySource } from './memory-source.ts';

/** A docs repository that a test writes a history in, and the source that reads it. */
export interface Repository {
  readonly source: DocsSource;
  /** A new commit with these documents and no others. */
  commit(files: Files): void;
  close(): Promise<void>;
}

const DOCS = 'content/docs';

export async function memoryRepository(): Promise<Repository> {
  const source = new MemorySource();
  return { source, commit: (files) => void source.commit(files), close: async () => {} };
}

export async function gitRepository(): Promise<Repository> {
  const repository = GitRepository.create();
  return {
    source: new GitSource(repository.folder, 'main', DOCS),
    commit: (files) => commitAll(repository, files),
    close: async () => repository.dispose(),
  };
}

export async function gitHubRepository(): Promise<Repository> {
  const repository = GitRepository.create();
  const github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
  const source = gitHubSource(github, { docsPath: DOCS });
  return {
    source,
    commit: (files) => commitAll(repository, files),
    close: async () => {
      await github.close();
      repository.dispose();
    },
  };
}

function commitAll(repository: GitRepository, files: Files): void {
  repository.git('rm', '-r', '-q', '--ignore-unmatch', '.');
  for (const [path, content] of Object.entries(files)) repository.write(`${DOCS}/${path}`, content);
  repository.commit('docs: edit');
}
