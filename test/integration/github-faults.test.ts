import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Logger } from '../../src/shared/logger.ts';
import type { SourceFile } from '../../src/worker/source/docs-source.ts';
import type { GitHubSource } from '../../src/worker/source/github/github-source.ts';
import { GitRepository } from '../support/git-repository.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import type { GitHubFaultAction } from '../support/loopback-github-faults.ts';
import {
  fakeClockDeps,
  type GitHubSourceOptions,
  gitHubSource,
  TOKEN,
} from '../support/loopback-github-source.ts';

let repository: GitRepository;
let github: LoopbackGitHub;
let deps: ReturnType<typeof fakeClockDeps>;

beforeAll(async () => {
  repository = GitRepository.create();
  for (let i = 0; i < 40; i++) repository.write(`content/docs/page-${i}.md`, `# Page ${i}\n`);
  repository.commit('Write 40 pages');
});

beforeEach(async () => {
  await github?.close();
  github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
  deps = fakeClockDeps();
});

afterAll(async () => {
  repository.dispose();
  await github?.close();
});

describe('GitHubSource: transient faults', () => {
  test.each<[string, GitHubFaultAction]>([
    ['a status of 502', { status: 502 }],
    ['a status of 503', { status: 503 }],
    ['a dropped connection', { drop: true }],
    ['a truncated response', { cutAfter: 10 }],
  ])('GitHubSource retries with backoff after %s', async (_, action) => {
    github.faults.inject({ on: /./, times: 3, action });
    const source = open({ maxWaitMs: 60_000 });
    expect((await source.head(null)).revision.sha).toBe(repository.head());
    expect(deps.waits).toEqual([1_000, 2_000, 4_000]);
    expect(source.requests).toBe(4);
  });

  test.each<[string, RegExp, GitHubFaultAction]>([
    ['the tree', /trees/, { cutAfter: 100 }],
    ['a blob', /blobs/, { cutAfter: 3 }],
    ['the redirect to the archive', /tarball/, { drop: true }],
    ['the archive (truncated)', /^codeload/, { cutAfter: 500 }],
    ['the archive (status 503)', /^codeload/, { status: 503 }],
  ])('GitHubSource reads every document despite a transient fault of %s', async (_, on, action) => {
    github.faults.inject({ on, times: 2, action });
    const source = open({ maxWaitMs: 60_000 });
    expect((await readAll(source)).size).toBe(40);
    expect((await readAll(source, 5)).size).toBe(5);
  });

  test('GitHubSource waits as long as the Retry-After header says', async () => {
    github.faults.inject({ on: /./, times: 1, action: { status: 503, headers: { 'retry-after': '17' } } });
    await open({ maxWaitMs: 60_000 }).head(null);
    expect(deps.waits).toEqual([17_000]);
  });

  test('GitHubSource stops at once when its signal aborts while it waits for a retry', async () => {
    github.faults.inject({ on: /./, action: { status: 503 } });
    const stop = new AbortController();
    const delay = async () => {
      stop.abort(new Error('stopped'));
      stop.signal.throwIfAborted();
    };
    const source = gitHubSource(github, { maxWaitMs: 60_000 }, { ...deps, delay });
    await expect(source.head(null, stop.signal)).rejects.toThrow('stopped');
    expect(source.requests).toBe(1);
  });
});

describe('GitHubSource: slow responses', () => {
  test('GitHubSource reads all documents although one response is slow', async () => {
    github.faults.inject({ on: /blobs/, times: 1, action: { delayMs: 100 } });
    expect((await readAll(open(), 10)).size).toBe(10);
  });

  test('GitHubSource stops waiting for a response when its signal aborts', async () => {
    github.faults.inject({ on: /./, action: { hang: true } });
    const reason = new Error('stopped');
    const stop = new AbortController();
    const source = open({ maxWaitMs: 60_000 });
    const head = source.head(null, stop.signal);
    while (github.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort(reason);
    await expect(head).rejects.toBe(reason);
    expect(deps.waits).toEqual([]);
  });
});

describe('GitHubSource: permanent faults', () => {
  test('GitHubSource gives up when the retry budget of the run is spent', async () => {
    github.faults.inject({ on: /./, action: { status: 503 } });
    const source = open({ maxWaitMs: 10_000 });
    await expect(source.head(null)).rejects.toMatchObject({
      code: 'GITHUB_UNREACHABLE',
      message: expect.stringContaining('503'),
    });
    // The waits of 1, 2 and 4 s fit in the budget of 10 s, another wait of 8 s does not. The next request gets the rest.
    expect(deps.waits).toEqual([1_000, 2_000, 4_000]);
    await expect(source.head(null)).rejects.toMatchObject({ code: 'GITHUB_UNREACHABLE' });
    expect(sum(deps.waits)).toBeLessThanOrEqual(10_000);
  });

  test('GitHubSource does not retry without a retry budget', async () => {
    github.faults.inject({ on: /./, action: { drop: true } });
    const source = open({ maxWaitMs: 0 });
    await expect(source.head(null)).rejects.toMatchObject({ code: 'GITHUB_UNREACHABLE' });
    expect(source.requests).toBe(1);
  });

  test('GitHubSource names the address and the cause if it cannot connect', async () => {
    await github.close();
    const source = open({ maxWaitMs: 4_000 });
    await expect(source.head(null)).rejects.toMatchObject({
      code: 'GITHUB_UNREACHABLE',
      message: expect.stringMatching(/^GitHub cannot be reached at http:.* \(.*ECONNREFUSED.*\)\.$/),
      advice: expect.stringContaining('GITHUB_API_URL'),
    });
    expect(source.requests).toBe(3);
  });
});

describe('GitHubSource: rate limits', () => {
  test('GitHubSource fails at once with the reset time and the advice to set a token if the rate limit outlasts the retry budget', async () => {
    github.remaining.anonymous = 0;
    github.resetsAt = Date.parse('2126-01-02T03:04:05Z');
    const source = open({ token: null, maxWaitMs: 60_000 });
    await expect(source.head(null)).rejects.toMatchObject({
      code: 'GITHUB_RATE_LIMITED',
      message: expect.stringContaining('2126-01-02T03:04'),
      advice: expect.stringContaining('Set GITHUB_TOKEN'),
    });
    expect(deps.waits).toEqual([]);
    expect(source.requests).toBe(1);
  });

  test('GitHubSource waits for a rate limit that resets within the retry budget', async () => {
    github.remaining.token = 0;
    github.resetsAt = Date.now() + 20_000;
    const delay = async (ms: number) => {
      deps.waits.push(ms);
      github.remaining.token = 5_000;
    };
    const source = gitHubSource(github, { maxWaitMs: 60_000 }, { ...deps, delay });
    expect((await source.head(null)).revision.sha).toBe(repository.head());
    expect(deps.waits).toHaveLength(1);
    expect(deps.waits[0]).toBeGreaterThan(15_000);
    expect(deps.waits[0]).toBeLessThanOrEqual(23_000);
  });

  test.each([
    ['as long as Retry-After says', { 'retry-after': '30' }, 30_000],
    ['for a minute without Retry-After', {}, 60_000],
  ])('GitHubSource waits %s after a secondary rate limit', async (_, headers, wait) => {
    const body = JSON.stringify({ message: 'You have exceeded a secondary rate limit.' });
    github.faults.inject({ on: /./, times: 1, action: { status: 403, headers, body } });
    await open({ maxWaitMs: 60_000 }).head(null);
    expect(deps.waits).toEqual([wait]);
  });

  test('GitHubSource names the end of a secondary rate limit that outlasts the retry budget', async () => {
    const action = { status: 429, headers: { 'retry-after': '3600' } };
    github.faults.inject({ on: /./, action });
    await expect(open({ maxWaitMs: 60_000 }).head(null)).rejects.toMatchObject({
      code: 'GITHUB_RATE_LIMITED',
      message: expect.stringMatching(/until \d{4}-\d\d-\d\dT/),
    });
    expect(deps.waits).toEqual([]);
  });
});

describe('GitHubSource: refused requests', () => {
  test('GitHubSource reports a refused token and never retries without it', async () => {
    const source = open({ token: 'ghp_WrongToken', maxWaitMs: 60_000 });
    await expect(source.head(null)).rejects.toMatchObject({
      code: 'GITHUB_UNAUTHORIZED',
      message: expect.stringContaining('Bad credentials'),
      advice: expect.stringContaining('GITHUB_TOKEN'),
    });
    expect(github.requests.map(({ authorization }) => authorization)).toEqual(['token ghp_WrongToken']);
  });

  test('GitHubSource does not mistake a forbidden request for a rate limit', async () => {
    github.faults.inject({ on: /./, action: { status: 403, body: '{"message":"Resource not accessible"}' } });
    const source = open({ maxWaitMs: 60_000 });
    await expect(source.head(null)).rejects.toMatchObject({
      code: 'GITHUB_UNAUTHORIZED',
      message: expect.stringContaining('Resource not accessible'),
    });
    expect(source.requests).toBe(1);
  });

  test.each<[string, GitHubSourceOptions, string]>([
    ['the repository', { name: 'doks' }, 'repository owner/doks'],
    ['the branch', { ref: 'mian' }, 'branch, tag or commit mian in owner/docs'],
    ['the docs root', { docsPath: 'content/dosc' }, 'folder content/dosc at commit'],
  ])('GitHubSource names %s if it does not exist', async (_, options, named) => {
    const source = open(options);
    const failure = source.head(null).then(({ revision }) => source.manifest(revision));
    await expect(failure).rejects.toMatchObject({
      code: 'GITHUB_NOT_FOUND',
      message: expect.stringContaining(named),
    });
  });

  test('GitHubSource rejects with GITHUB_NOT_FOUND for an empty repository', async () => {
    using empty = GitRepository.create();
    await using server = await LoopbackGitHub.start({ repository: empty.folder });
    const failure = gitHubSource(server, { token: null }).head(null);
    await expect(failure).rejects.toMatchObject({ code: 'GITHUB_NOT_FOUND' });
  });
});

describe('GitHubSource: invalid responses', () => {
  test.each<[string, GitHubFaultAction]>([
    [
      'HTML instead of JSON',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' },
    ],
    ['invalid JSON', { status: 200, body: '{"sha": ' }],
    ['JSON of another shape', { status: 200, body: '{"sha":"main"}' }],
    ['an invalid sha', { rewrite: () => [{ sha: '../../etc', commit: {} }] }],
    ['an empty response', { status: 204 }],
    ['an unexpected status', { status: 418 }],
  ])('GitHubSource rejects with GITHUB_BAD_RESPONSE for %s', async (_, action) => {
    github.faults.inject({ on: /commits/, action });
    const source = open({ maxWaitMs: 60_000 });
    await expect(source.head(null)).rejects.toMatchObject({
      code: 'GITHUB_BAD_RESPONSE',
      advice: expect.stringContaining('GITHUB_API_URL'),
    });
    expect(source.requests).toBe(1);
  });
});

describe('GitHubSource: token', () => {
  test.each<[string, RegExp, GitHubFaultAction]>([
    ['a refusal', /./, { status: 401, body: JSON.stringify({ message: `Bad credentials: ${TOKEN}` }) }],
    ['an error that echoes it', /./, { status: 418, body: `authorization: token ${TOKEN}` }],
    [
      'a rate limit that echoes it',
      /./,
      { status: 429, body: JSON.stringify({ message: `secondary rate limit of ${TOKEN}` }) },
    ],
    ['a dropped connection', /./, { drop: true }],
    ['a dropped archive', /^codeload/, { drop: true }],
  ])('no error and no log line contains the token after %s', async (_, on, action) => {
    const lines: unknown[] = [];
    const write = (...line: unknown[]) => void lines.push(line);
    const logger = { debug: write, info: write, warn: write, error: write } as unknown as Logger;
    github.faults.inject({ on, action });
    const source = gitHubSource(github, { maxWaitMs: 5_000 }, { ...deps, logger });
    const error = await readAll(source).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: expect.stringMatching(/^GITHUB_/) });
    expect(inspect([error, lines], { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain(
      TOKEN,
    );
  });
});

function open(options: GitHubSourceOptions = {}): GitHubSource {
  return gitHubSource(github, options, deps);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

async function readAll(source: GitHubSource, count?: number): Promise<Map<string, SourceFile>> {
  const { revision } = await source.head(null);
  const refs = [...(await source.manifest(revision))].map(([path, blob]) => ({ path, blob }));
  const files = new Map<string, SourceFile>();
  for await (const file of source.read(refs.slice(0, count), revision)) {
    expect(files.has(file.path)).toBe(false);
    files.set(file.path, file);
  }
  return files;
}
