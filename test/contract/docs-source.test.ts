import { LoopbackGitHub } from '../support/loopback-github.ts';
import { gitHubSource, TOKEN } from '../support/loopback-github-source.ts';
import { folderSource, gitSource } from '../support/source-builder.ts';
import { describeDocsSource } from './docs-source-contract.ts';

describeDocsSource('FolderSource', {
  history: false,
  open: async (repository, docsPath) => folderSource(repository.folder, docsPath),
});

describeDocsSource('GitSource', {
  history: true,
  open: async (repository, docsPath) => gitSource(repository.folder, docsPath),
});

const servers: LoopbackGitHub[] = [];
describeDocsSource('GitHubSource', {
  history: true,
  open: async (repository, docsPath) => {
    const github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
    servers.push(github);
    return gitHubSource(github, { docsPath });
  },
  close: async () => {
    await Promise.all(servers.splice(0).map((github) => github.close()));
  },
});
