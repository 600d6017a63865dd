import type { Clock, Delay } from '../../shared/clock.ts';
import type { SourceIdentity } from '../../shared/domain/source.ts';
import type { Proxies } from '../../shared/http/proxies.ts';
import type { Logger } from '../../shared/logger.ts';
import type { DocsSource } from './docs-source.ts';

/** How requests to GitHub are made. */
export interface GitHubSettings {
  readonly token: string | null;
  readonly apiUrl: string;
  /** All the time one run may lose to failures and limits of one source, in milliseconds. */
  readonly maxWaitMs: number;
  /** Absent or null: GitHub is reached directly. */
  readonly proxies?: Proxies | null;
  /** Whether another run follows by itself, so that errors may say so; absent: no. */
  readonly repeats?: boolean;
}

export interface SourceDeps {
  readonly clock: Clock;
  readonly delay: Delay;
  readonly logger: Logger;
}

/** Opens one source of the list, with only its own SDK loaded. Nothing is read or requested yet. */
export async function openSource(
  source: SourceIdentity,
  github: GitHubSettings,
  deps: SourceDeps,
): Promise<DocsSource> {
  const { kind, rest } = splitOrigin(source.from);
  switch (kind) {
    case 'dir': {
      const { FolderSource } = await import('./folder/folder-source.ts');
      return new FolderSource(source, rest);
    }
    case 'git': {
      const { GitSource } = await import('./git/git-source.ts');
      return new GitSource(source, rest);
    }
    case 'github': {
      const { GitHubSource } = await import('./github/github-source.ts');
      const [owner = '', name = ''] = rest.split('/');
      return new GitHubSource(source, { owner, name, ...github }, deps);
    }
    default:
      throw new RangeError(`unknown kind of source: ${source.from}`);
  }
}

function splitOrigin(from: string): { readonly kind: string; readonly rest: string } {
  const colon = from.indexOf(':');
  return { kind: from.slice(0, colon), rest: from.slice(colon + 1) };
}
