import { OperationalError } from '../../../shared/errors/operational-error.ts';
import type { DocsSource, Head, SourceFile } from '../docs-source.ts';

export interface GitHubOptions {
  readonly owner: string;
  readonly name: string;
  readonly ref: string;
  readonly docsPath: string;
  readonly token: string | null;
  readonly apiUrl: string;
  readonly maxWaitMs: number;
}

export class GitHubSource implements DocsSource {
  readonly identity: string;
  readonly requests = 0;

  constructor(options: GitHubOptions, _deps: object) {
    this.identity = `github:${options.owner}/${options.name}@${options.ref}:${options.docsPath}`;
  }

  head(): Promise<Head> {
    return Promise.reject(unreachable());
  }

  manifest(): Promise<never> {
    return Promise.reject(unreachable());
  }

  compare(): Promise<null> {
    return Promise.resolve(null);
  }

  // biome-ignore lint/correctness/useYield: stands in until the adapter is there
  async *read(): AsyncGenerator<SourceFile> {
    throw unreachable();
  }
}

function unreachable(): OperationalError {
  return new OperationalError('GITHUB_UNREACHABLE', 'GitHub cannot be reached.', 'Use git:<clone>.');
}
