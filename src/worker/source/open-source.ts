import type { Clock, Delay } from '../../shared/clock.ts';
import type { Logger } from '../../shared/logger.ts';
import type { DocsSource } from './docs-source.ts';

/** Where documents come from. */
export interface SourceConfig {
  readonly location:
    | { readonly kind: 'github'; readonly owner: string; readonly name: string }
    | { readonly kind: 'git'; readonly folder: string }
    | { readonly kind: 'dir'; readonly folder: string };
  /** Branch, tag or commit. */
  readonly ref: string;
  /** Docs root inside the repository or folder, `''` for all of it. */
  readonly docsPath: string;
  /** How requests to GitHub are made. */
  readonly github: {
    readonly token: string | null;
    readonly apiUrl: string;
    /** All the time one run may lose to failures and limits, in milliseconds. */
    readonly maxWaitMs: number;
  };
}

export interface SourceDeps {
  readonly clock: Clock;
  readonly delay: Delay;
  readonly logger: Logger;
}

/** The configured docs source, with only its own SDK loaded. Nothing is read or requested yet. */
export async function openSource(config: SourceConfig, deps: SourceDeps): Promise<DocsSource> {
  const { location, ref, docsPath, github } = config;
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
      const { owner, name } = location;
      return new GitHubSource({ owner, name, ref, docsPath, ...github }, deps);
    }
  }
}
