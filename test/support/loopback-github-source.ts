import { setTimeout as delay } from 'node:timers/promises';
import type { Root } from '../../src/shared/domain/source.ts';
import { silentLogger } from '../../src/shared/logger.ts';
import type { ClientOptions } from '../../src/worker/source/github/github-client.ts';
import { GitHubSource } from '../../src/worker/source/github/github-source.ts';
import type { SourceDeps } from '../../src/worker/source/source-set.ts';
import type { LoopbackGitHub } from './loopback-github.ts';
import { plainRoot } from './source-builder.ts';

/** The token that a loopback GitHub accepts. */
export const TOKEN = 'ghp_LoopbackTokenThatMustNeverBeSeen0123';

/** What a test may choose of a source on a loopback GitHub. */
export interface GitHubSourceOptions extends Partial<ClientOptions> {
  readonly ref?: string;
  /** The folder that is indexed at the top of the index, unless `roots` are given. */
  readonly docsPath?: string;
  readonly roots?: readonly Root[];
}

/** Opens a source on a loopback GitHub, by default with the accepted token and without retries. */
export function gitHubSource(
  github: LoopbackGitHub,
  options: GitHubSourceOptions = {},
  deps: SourceDeps = fakeClockDeps(),
): GitHubSource {
  const { ref = 'main', docsPath = 'content/docs', roots = [plainRoot(docsPath)], ...given } = options;
  const client = { owner: 'owner', name: 'docs', token: TOKEN, apiUrl: github.url, maxWaitMs: 0, ...given };
  return new GitHubSource({ from: `github:${client.owner}/${client.name}`, ref, roots }, client, deps);
}

/** The dependencies of a docs source, with a fake clock: a wait resolves at once and advances the clock. */
export function fakeClockDeps(): SourceDeps & { readonly waits: number[] } {
  const waits: number[] = [];
  let waited = 0;
  return {
    waits,
    logger: silentLogger,
    clock: () => Date.now() + waited,
    delay: async (ms, signal) => {
      waits.push(ms);
      waited += ms;
      await delay(0, undefined, { signal });
    },
  };
}
