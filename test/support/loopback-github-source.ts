import { setTimeout as delay } from 'node:timers/promises';
import { silentLogger } from '../../src/shared/logger.ts';
import { type GitHubOptions, GitHubSource } from '../../src/worker/source/github/github-source.ts';
import type { SourceDeps } from '../../src/worker/source/open-source.ts';
import type { LoopbackGitHub } from './loopback-github.ts';

/** The token that a loopback GitHub accepts. */
export const TOKEN = 'ghp_LoopbackTokenThatMustNeverBeSeen0123';

/** Opens a source on a loopback GitHub, by default with the accepted token and without retries. */
export function gitHubSource(
  github: LoopbackGitHub,
  options: Partial<GitHubOptions> = {},
  deps: SourceDeps = fakeClockDeps(),
): GitHubSource {
  const defaults = { owner: 'owner', name: 'docs', ref: 'main', docsPath: 'content/docs', token: TOKEN };
  return new GitHubSource({ ...defaults, apiUrl: github.url, maxWaitMs: 0, ...options }, deps);
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
