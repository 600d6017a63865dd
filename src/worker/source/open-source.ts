import type { Clock, Delay } from '../../shared/clock.ts';
import type { Logger } from '../../shared/logger.ts';
import type { DocsSource } from './docs-source.ts';
import { resolveSourceConfig, type SourceVariables } from './source-config.ts';

export interface SourceDeps {
  readonly clock: Clock;
  readonly delay: Delay;
  readonly logger: Logger;
}

/** The configured docs source, with only its own SDK loaded. Nothing is read or requested yet. */
export async function openSource(variables: SourceVariables, deps: SourceDeps): Promise<DocsSource> {
  const { location, ref, docsPath } = resolveSourceConfig(variables);
  switch (location.kind) {
    case 'dir': {
      const { FolderSource } = await import('./folder/folder-source.ts');
      return new FolderSource(location.folder, docsPath);
    }
    case 'git': {
      const { GitSource } = await import('./git/git-source.ts');
      return new GitSource(location.folder, ref, docsPath);
    }
    case 'github': {
      const { GitHubSource } = await import('./github/github-source.ts');
      return new GitHubSource(
        {
          owner: location.owner,
          name: location.name,
          ref,
          docsPath,
          token: variables.GITHUB_TOKEN ?? null,
          apiUrl: variables.GITHUB_API_URL,
          maxWaitMs: variables.GITHUB_MAX_WAIT_SECONDS * 1000,
        },
        deps,
      );
    }
  }
}
