import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Logger } from '../../src/shared/logger.ts';
import type { SourceFile } from '../../src/worker/source/docs-source.ts';
import type { GitHubOptions, GitHubSource } from '../../src/worker/source/github/github-source.ts';
import { GitRepository } from '../support/git-repository.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import type { GitHubFaultAction } from '../support/loopback-github-faults.ts';
import { fakeClockDeps, gitHubSource, TOKEN } from '../support/loopback-github-source.ts';

const repository = GitRepository.create();
let github: LoopbackGitHub;
let deps: ReturnType<typeof fakeClockDeps>;

beforeAll(async () => {
  for (let i = 0; i < 40; i++) repository.write(`content/docs/page-${i}.md`, `# Page ${i}\n`);
  repository.commit('Write 40 pages');
});

beforeEach(async () => {
  await github?.close();
  github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
  deps = fakeClockDeps();
});

afterAll(async () => {
  await github.close();
  repository.dispose();
});

describe('a passing fault', () => {
  test.each<[string, GitHubFaultAction]>([
    ['a status of 502', { status: 502 }],
    ['a status of 503', { status: 503 }],
    ['a dropped connection', { drop: true }],
    ['an answer cut short', { cutAfter: 10 }],
  ])('is got over with back-off: %s', async (_, action) => {
    github.faults.inject({ on: /./, times: 3, action });
    const source = open({ maxWaitMs: 60_000 });
    expect((await source.head(null)).revision.sha).toBe(repository.head());
    expect(deps.waits).toEqual([1_000, 2_000, 4_000]);
    expect(source.requests).toBe(4);
  });

  test.each<[string, RegExp, GitHubFaultAction]>([
    ['a tree', /trees/, { cutAfter: 100 }],
    ['a blob', /blobs/, { cutAfter: 3 }],
    ['the redirect to an archive', /tarball/, { drop: true }],
    ['an archive', /^codeload/, { cutAfter: 500 }],
    ['an archive that is not sent', /^codeload/, { status: 503 }],
  ])('of %s costs no document', async (_, on, action) => {
    github.faults.inject({ on, times: 2, action });
    const source = open({ maxWaitMs: 60_000 });
    expect((await readAll(source)).size).toBe(40);
    expect((await readAll(source, 5)).size).toBe(5);
  });

  test('is waited for as long as GitHub asks', async () => {
    github.faults.inject({ on: /./, times: 1, action: { status: 503, headers: { 'retry-after': '17' } } });
    await open({ maxWaitMs: 60_000 }).head(null);
    expect(deps.waits).toEqual([17_000]);
  });

  test('ends with the run, at once, when it is stopped while waiting', async () => {
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

describe('an answer that takes its time', () => {
  test('holds nothing up but its own document', async () => {
    github.faults.inject({ on: /blobs/, times: 1, action: { delayMs: 100 } });
    expect((await readAll(open(), 10)).size).toBe(10);
  });

  test('is not waited for when the run is stopped', async () => {
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

describe('a lasting fault', () => {
  test('ends within the overall budget, whatever is asked', async () => {
    github.faults.inject({ on: /./, action: { status: 503 } });
    const source = open({ maxWaitMs: 10_000 });
    await expect(source.head(null)).rejects.toMatchObject({
      code: 'GITHUB_UNREACHABLE',
      message: expect.stringContaining('503'),
    });
    // 1 + 2 + 4 s are within the ten, another 8 s are not; the next request finds what is left of them.
    expect(deps.waits).toEqual([1_000, 2_000, 4_000]);
    await expect(source.head(null)).rejects.toMatchObject({ code: 'GITHUB_UNREACHABLE' });
    expect(sum(deps.waits)).toBeLessThanOrEqual(10_000);
  });

  test('is not tried again without a budget', async () => {
    github.faults.inject({ on: /./, action: { drop: true } });
    const source = open({ maxWaitMs: 0 });
    await expect(source.head(null)).rejects.toMatchObject({ code: 'GITHUB_UNREACHABLE' });
    expect(source.requests).toBe(1);
  });

  test('of the connection names the address and why', async () => {
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

describe('a rate limit', () => {
  test('that lasts longer than the budget fails at once, with the time it resets and the advice to set a token', async () => {
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

  test('that resets within the budget is waited out', async () => {
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
    ['as long as it asks', { 'retry-after': '30' }, 30_000],
    ['for a minute where it does not say', {}, 60_000],
  ])('of the secondary kind is left alone %s', async (_, headers, wait) => {
    const body = JSON.stringify({ message: 'You have exceeded a secondary rate limit.' });
    github.faults.inject({ on: /./, times: 1, action: { status: 403, headers, body } });
    await open({ maxWaitMs: 60_000 }).head(null);
    expect(deps.waits).toEqual([wait]);
  });

  test('of the secondary kind beyond the budget says until when', async () => {
    const action = { status: 429, headers: { 'retry-after': '3600' } };
    github.faults.inject({ on: /./, action });
    await expect(open({ maxWaitMs: 60_000 }).head(null)).rejects.toMatchObject({
      code: 'GITHUB_RATE_LIMITED',
      message: expect.stringMatching(/until \d{4}-\d\d-\d\dT/),
    });
    expect(deps.waits).toEqual([]);
  });
});

describe('a refusal', () => {
  test('of the token is said, and never answered by asking without it', async () => {
    const source = open({ token: 'ghp_WrongToken', maxWaitMs: 60_000 });
    await expect(source.head(null)).rejects.toMatchObject({
      code: 'GITHUB_UNAUTHORIZED',
      message: expect.stringContaining('Bad credentials'),
      advice: expect.stringContaining('GITHUB_TOKEN'),
    });
    expect(github.requests.map(({ authorization }) => authorization)).toEqual(['token ghp_WrongToken']);
  });

  test('of access is not taken for a limit', async () => {
    github.faults.inject({ on: /./, action: { status: 403, body: '{"message":"Resource not accessible"}' } });
    const source = open({ maxWaitMs: 60_000 });
    await expect(source.head(null)).rejects.toMatchObject({
      code: 'GITHUB_UNAUTHORIZED',
      message: expect.stringContaining('Resource not accessible'),
    });
    expect(source.requests).toBe(1);
  });

  test.each<[string, Partial<GitHubOptions>, string]>([
    ['the repository', { name: 'doks' }, 'repository owner/doks'],
    ['the branch', { ref: 'mian' }, 'branch, tag or commit mian in owner/docs'],
    ['the docs root', { docsPath: 'content/dosc' }, 'folder content/dosc at commit'],
  ])('says that it is %s that is not there', async (_, options, named) => {
    const source = open(options);
    const failure = source.head(null).then(({ revision }) => source.manifest(revision));
    await expect(failure).rejects.toMatchObject({
      code: 'GITHUB_NOT_FOUND',
      message: expect.stringContaining(named),
    });
  });

  test('of an empty repository says that the branch is not there', async () => {
    const empty = GitRepository.create();
    const server = await LoopbackGitHub.start({ repository: empty.folder });
    const failure = gitHubSource(server, { token: null }).head(null);
    await expect(failure).rejects.toMatchObject({ code: 'GITHUB_NOT_FOUND' });
    await server.close();
    empty.dispose();
  });
});

describe('an answer that is none', () => {
  test.each<[string, GitHubFaultAction]>([
    [
      'a page instead of JSON',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' },
    ],
    ['no JSON', { status: 200, body: '{"sha": ' }],
    ['another shape', { status: 200, body: '{"sha":"main"}' }],
    ['a sha that is none', { rewrite: () => [{ sha: '../../etc', commit: {} }] }],
    ['nothing', { status: 204 }],
    ['a status nobody expects', { status: 418 }],
  ])('is called that: %s', async (_, action) => {
    github.faults.inject({ on: /commits/, action });
    const source = open({ maxWaitMs: 60_000 });
    await expect(source.head(null)).rejects.toMatchObject({
      code: 'GITHUB_BAD_RESPONSE',
      advice: expect.stringContaining('GITHUB_API_URL'),
    });
    expect(source.requests).toBe(1);
  });
});

describe('the token', () => {
  test.each<[string, RegExp, GitHubFaultAction]>([
    ['refused', /./, { status: 401, body: JSON.stringify({ message: `Bad credentials: ${TOKEN}` }) }],
    ['echoed', /./, { status: 418, body: `authorization: token ${TOKEN}` }],
    ['limited', /./, { status: 429, body: JSON.stringify({ message: `secondary rate limit of ${TOKEN}` }) }],
    ['cut off', /./, { drop: true }],
    ['cut off in an archive', /^codeload/, { drop: true }],
  ])('is in no error and no log line when it is %s', async (_, on, action) => {
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

  test.each([['a line\nbreak'], ['a "quote" — or dash'], ['\u0000']])(
    'is not quoted where it cannot be sent: %j',
    async (token) => {
      const source = open({ token });
      const error = await source.head(null).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'GITHUB_UNAUTHORIZED' });
      expect(inspect(error, { depth: Number.POSITIVE_INFINITY })).not.toContain(token);
      expect(source.requests).toBe(0);
    },
  );
});

function open(options: Partial<GitHubOptions> = {}): GitHubSource {
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
