import { type GitHubOptions, GitHubSource } from '../../src/worker/source/github/github-source.ts';
import type { SourceDeps } from '../../src/worker/source/open-source.ts';
import type { LoopbackGitHub } from './loopback-github.ts';
import { impatientDeps } from './source-deps.ts';

/** The token a loopback GitHub in these tests accepts. */
export const TOKEN = 'ghp_LoopbackTokenThatMustNeverBeSeen0123';

/** A source on a loopback GitHub, with the token it accepts and no patience unless told otherwise. */
export function gitHubSource(
  github: LoopbackGitHub,
  options: Partial<GitHubOptions> = {},
  deps: SourceDeps = impatientDeps(),
): GitHubSource {
  const defaults = { owner: 'owner', name: 'docs', ref: 'main', docsPath: 'content/docs', token: TOKEN };
  return new GitHubSource({ ...defaults, apiUrl: github.url, maxWaitMs: 0, ...options }, deps);
}
