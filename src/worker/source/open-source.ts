import type { Logger } from '../../shared/logging/logger.ts';
import type { Clock, Delay } from '../../shared/time/clock.ts';
import type { DocsSource } from './docs-source.ts';
import { FolderSource } from './folder/folder-source.ts';
import { GitSource } from './git/git-source.ts';
import { GitHubSource } from './github/github-source.ts';
import { resolveSourceConfig, type SourceVariables } from './source-config.ts';

export interface SourceDeps {
  readonly clock: Clock;
  readonly delay: Delay;
  readonly logger: Logger;
}

/** The configured docs source. Nothing is read or requested yet. */
export function openSource(variables: SourceVariables, deps: SourceDeps): DocsSource {
  const { location, ref, docsPath } = resolveSourceConfig(variables);
  switch (location.kind) {
    case 'dir':
      return new FolderSource(location.folder, docsPath);
    case 'git':
      return new GitSource(location.folder, ref, docsPath);
    case 'github':
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
