import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Revision } from '../../src/shared/domain/source.ts';
import type { FileRef, SourceFile } from '../../src/worker/source/docs-source.ts';
import type { GitHubSource } from '../../src/worker/source/github/github-source.ts';
import { GitRepository } from '../support/git-repository.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { gitHubSource, TOKEN } from '../support/loopback-github-source.ts';
import { plainRoot } from '../support/source-builder.ts';

let repository: GitRepository;
let github: LoopbackGitHub;

beforeAll(async () => {
  repository = GitRepository.create();
  for (let i = 0; i < 40; i++) repository.write(`content/docs/page-${i}.md`, `# Page ${i}\n`);
  repository.write('assets/large.bin', Buffer.alloc(300_000, 'x')).commit('Write 40 pages');
  github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
});

afterEach(() => github.faults.clear());

afterAll(async () => {
  repository.dispose();
  await github.close();
});

describe('GitHubSource.head()', () => {
  test('GitHubSource.head() makes one request, which does not count against the rate limit if the head did not move', async () => {
    const head = await gitHubSource(github).head(null);
    const left = github.remaining.token;
    const source = gitHubSource(github);
    expect(await source.head(head)).toEqual(head);
    expect(source.requests).toBe(1);
    expect(github.requests.at(-1)?.status).toBe(304);
    expect(github.remaining.token).toBe(left);
  });

  test('GitHubSource.head() ignores an ETag that belongs to another commit than the indexed one', async () => {
    const head = await gitHubSource(github).head(null);
    const behind = { ...head, revision: { ...head.revision, sha: '2'.repeat(40) } };
    expect((await gitHubSource(github).head(behind)).revision).toEqual(head.revision);
    expect(github.requests.at(-1)?.status).toBe(200);
  });

  test.each([['main'], ['refs/heads/main'], ['v1'], ['HEAD']])(
    'GitHubSource.head() resolves the ref %s',
    async (ref) => {
      repository.git('tag', '-f', 'v1');
      const { revision } = await gitHubSource(github, { ref }).head(null);
      expect(revision.sha).toBe(repository.head());
    },
  );
});

describe('GitHubSource: releases', () => {
  const release = () => gitHubSource(github, { ref: 'release' });

  test('GitHubSource.head() follows the newest version tag that is no pre-release, and names it', async () => {
    await expect(release().head(null)).rejects.toMatchObject({ code: 'DOCS_REF_NOT_FOUND' });
    const released = repository.head();
    repository.git('tag', '-a', '-m', 'Release', 'v1.9.0');
    repository.git('tag', 'v1.10.0');
    repository.write('assets/next.txt', 'next').commit('Prepare the next release');
    for (const tag of ['v2.0.0-rc.1', 'nested/v9.0.0', 'v1.10', 'version']) repository.git('tag', tag);
    const { revision, version } = await release().head(null);
    expect([revision.sha, version]).toEqual([released, 'v1.10.0']);
  });

  test('GitHubSource.head() makes one conditional request while no version tag changes, and two when one is added', async () => {
    const head = await release().head(null);
    const unmoved = release();
    expect(await unmoved.head(head)).toEqual(head);
    expect([unmoved.requests, github.requests.at(-1)?.status]).toEqual([1, 304]);
    repository.git('tag', 'v1.11.0');
    const moved = release();
    expect(await moved.head(head)).toMatchObject({
      revision: { sha: repository.head() },
      version: 'v1.11.0',
    });
    expect(moved.requests).toBe(2);
  });
});

describe('GitHubSource: renamed repository', () => {
  test('GitHubSource follows the redirect of a renamed repository with the token', async () => {
    const location = `${github.url}/repos/owner/docs/commits?sha=main&per_page=1`;
    github.faults.inject({ on: /owner\/old/, action: { status: 301, headers: { location } } });
    const { revision } = await gitHubSource(github, { name: 'old' }).head(null);
    expect(revision.sha).toBe(repository.head());
    expect(github.requests.at(-1)?.authorization).toBe(`token ${TOKEN}`);
  });
});

describe('GitHubSource: truncated trees', () => {
  let deep: GitRepository;
  let small: LoopbackGitHub;

  beforeAll(async () => {
    deep = GitRepository.create();
    for (const folder of ['a', 'b/c', 'b/d', 'e', '.hidden']) {
      for (let i = 0; i < 6; i++) deep.write(`content/docs/${folder}/${i}.md`, `${folder} ${i}`);
    }
    for (let i = 0; i < 30; i++) deep.write(`content/other/${i}.md`, 'other');
    deep.write('content/docs/top.md', 'top').commit('Write many folders');
    small = await LoopbackGitHub.start({
      repository: deep.folder,
      token: TOKEN,
      caps: { treeEntries: 10 },
    });
  });

  afterAll(async () => {
    deep.dispose();
    await small.close();
  });

  test.each([['content/docs'], ['']])(
    'GitHubSource.manifest() walks a truncated tree subtree by subtree (docs root %j)',
    async (docsPath) => {
      const source = gitHubSource(small, { docsPath });
      const { revision } = await source.head(null);
      const visible = [...deep.blobs('HEAD', docsPath)].filter(([path]) => !path.includes('.hidden'));
      expect(await source.manifest(revision)).toEqual(new Map(visible));
    },
  );

  test('GitHubSource.manifest() rejects if the listing of a single folder is truncated', async () => {
    const partOf = (json: unknown) => ({ ...(json as object), truncated: true });
    small.faults.inject({ on: /git\/trees/, action: { rewrite: partOf } });
    const source = gitHubSource(small);
    const { revision } = await source.head(null);
    await expect(source.manifest(revision)).rejects.toMatchObject({ code: 'DOCS_LISTING_TRUNCATED' });
    small.faults.clear();
  });

  test('GitHubSource.manifest() reports a missing docs root in a truncated tree', async () => {
    const source = gitHubSource(small, { docsPath: 'content/docs/b/x' });
    const { revision } = await source.head(null);
    await expect(source.manifest(revision)).rejects.toMatchObject({
      code: 'GITHUB_NOT_FOUND',
      message: expect.stringContaining('folder content/docs/b/x'),
    });
  });
});

describe('GitHubSource.compare()', () => {
  afterEach(() => repository.reset('v1'));

  test('GitHubSource.compare() makes two requests, or one for a single commit', async () => {
    const source = gitHubSource(github);
    const from = (await source.head(null)).revision;
    repository.write('content/docs/page-1.md', 'edited').commit('Edit once');
    const between = (await source.head(null)).revision;
    repository.write('content/docs/page-2.md', 'edited').commit('Edit twice');
    const to = (await source.head(null)).revision;
    const before = source.requests;
    expect((await source.compare(from, between))?.commits).toEqual([between]);
    expect(source.requests - before).toBe(1);
    expect((await source.compare(from, to))?.commits).toEqual([between, to]);
    expect(source.requests - before).toBe(3);
  });

  test('GitHubSource.compare() returns null for a comparison at the limit of 300 files', async () => {
    const source = gitHubSource(github);
    const from = (await source.head(null)).revision;
    for (let i = 0; i < 299; i++) repository.write(`assets/${i}.txt`, `${i}`);
    repository.commit('Add 299 files');
    const below = (await source.head(null)).revision;
    expect(await source.compare(from, below)).toMatchObject({ changes: [] });
    repository.write('content/docs/new.md', 'the 300th').commit('Add one more');
    const at = (await source.head(null)).revision;
    expect(await source.compare(from, at)).toBeNull();
  });

  test('GitHubSource.compare() returns all commits, even if they span several pages', async () => {
    const first = repository.head();
    repository.commitMany(230, 'content/docs/page-3.md');
    const source = gitHubSource(github);
    const to = (await source.head(null)).revision;
    const from: Revision = { sha: first, date: '2026-01-05T08:00:00.000Z', subject: '' };
    const subjects = Array.from({ length: 230 }, (_, i) => `Edit ${i + 1}`);
    expect((await source.compare(from, to))?.commits.map(({ subject }) => subject)).toEqual(subjects);

    await using short = await LoopbackGitHub.start({
      repository: repository.folder,
      token: TOKEN,
      caps: { comparedCommits: 20 },
    });
    const comparison = await gitHubSource(short).compare(from, to);
    expect(comparison?.commits.map(({ subject }) => subject)).toEqual(subjects);
  });

  test.each([[404], [422], [500]])(
    'GitHubSource.compare() returns null if GitHub responds %d',
    async (status) => {
      github.faults.inject({ on: /compare/, action: { status } });
      const source = gitHubSource(github);
      const { revision } = await source.head(null);
      expect(await source.compare(revision, revision)).toBeNull();
      expect((await source.manifest(revision)).size).toBe(40);
    },
  );

  test('GitHubSource.compare() returns null if a document became a submodule', async () => {
    const source = gitHubSource(github);
    const from = (await source.head(null)).revision;
    repository.git('update-index', '--add', '--cacheinfo', `160000,${from.sha},content/docs/module.md`);
    repository.git('commit', '-q', '-m', 'Add a submodule');
    const to = (await source.head(null)).revision;
    expect(await source.compare(from, to)).toBeNull();
    expect((await source.manifest(to)).has('module.md')).toBe(false);
  });
});

describe('GitHubSource.read()', () => {
  test('GitHubSource.read() makes one request per distinct blob for a few files', async () => {
    repository.write('content/docs/copy.md', '# Page 1\n').commit('Copy a page');
    const { source, revision, refs } = await listed();
    const before = source.requests;
    const some = refs.filter(({ path }) => /^(copy|page-[123])\.md$/.test(path));
    expect(await collect(source, some, revision)).toHaveLength(4);
    expect(source.requests - before).toBe(3);
    repository.reset('v1');
  });

  test('GitHubSource.read() makes 30 requests for 30 files, and one request for more files', async () => {
    const { source, revision, refs } = await listed();
    const before = source.requests;
    expect(await collect(source, refs.slice(0, 30), revision)).toHaveLength(30);
    expect(source.requests - before).toBe(30);
    expect(await collect(source, refs.slice(0, 31), revision)).toHaveLength(31);
    expect(source.requests - before).toBe(31);
  });

  test('GitHubSource.read() does not send the token to the origin of the archive', async () => {
    github.downloads.length = 0;
    const { source, revision, refs } = await listed();
    await collect(source, refs, revision);
    expect(github.downloads.map(({ authorization }) => authorization)).toEqual([undefined]);
    expect(github.requests.at(-1)?.authorization).toBe(`token ${TOKEN}`);
  });

  test('GitHubSource.read() fetches documents that the archive omits or alters as blobs', async () => {
    repository.write(
      '.gitattributes',
      'page-7.md export-ignore\npage-8.md export-subst\npage-9.md eol=crlf text\n',
    );
    repository.write('content/docs/page-8.md', 'Made of $Format:%H$.\n').commit('Set attributes');
    const { source, revision, refs } = await listed();
    const before = source.requests;
    const files = await collect(source, refs, revision);
    expect(files).toHaveLength(40);
    const substituted = files.find(({ path }) => path === 'page-8.md');
    expect(Buffer.from(substituted?.bytes ?? []).toString()).toBe('Made of $Format:%H$.\n');
    expect(source.requests - before).toBe(1 + 3);
    repository.reset('v1');
  });

  test('GitHubSource.read() continues with the missing documents if the archive is truncated', async () => {
    github.faults.inject({ on: /^codeload/, times: 1, action: { cutAfter: 600 } });
    const { source, revision, refs } = await listed({ maxWaitMs: 60_000 });
    const files = await collect(source, refs, revision);
    expect(new Set(files.map(({ path }) => path)).size).toBe(40);
    expect(files).toHaveLength(40);
  });

  test('GitHubSource.read() rejects a blob that does not match its sha', async () => {
    github.faults.inject({ on: /blobs/, times: 1, action: { corrupt: true } });
    const { source, revision, refs } = await listed();
    await expect(collect(source, refs.slice(0, 3), revision)).rejects.toMatchObject({
      code: 'GITHUB_BAD_RESPONSE',
    });
  });

  test('GitHubSource.read() rejects an archive that is not a gzip file', async () => {
    github.faults.inject({ on: /^codeload/, action: { status: 200, body: '<html>Unicorn!</html>' } });
    const { source, revision, refs } = await listed({ maxWaitMs: 60_000 });
    await expect(collect(source, refs, revision)).rejects.toMatchObject({ code: 'GITHUB_BAD_RESPONSE' });
  });
});

describe('GitHubSource: roots whose places change', () => {
  test('GitHubSource.compare() takes no notice of documents that were at the place of another root', async () => {
    using fresh = GitRepository.create();
    fresh.write('docs/zh/a.md', '# A\n').write('docs/zh/c.md', '# Another\n').commit('Begin');
    const server = await LoopbackGitHub.start({ repository: fresh.folder, token: TOKEN });
    try {
      const before = await gitHubSource(server).head(null);
      fresh.move('docs/zh/a.md', 'docs/a.md').remove('docs/zh/c.md');
      fresh.write('chinese/b.md', '# B\n').commit('Make room');
      const roots = [plainRoot('docs'), plainRoot('chinese', 'zh')];
      const source = gitHubSource(server, { roots });
      const { revision } = await source.head(null);
      expect(await source.compare(before.revision, revision)).toMatchObject({
        changes: [
          { kind: 'added', path: 'a.md' },
          { kind: 'added', path: 'zh/b.md' },
        ],
      });
    } finally {
      await server.close();
    }
  });
});

async function listed(options: { maxWaitMs?: number } = {}) {
  const source = gitHubSource(github, options);
  const { revision } = await source.head(null);
  const refs = [...(await source.manifest(revision))].map(([path, blob]) => ({ path, blob }));
  return { source, revision, refs };
}

async function collect(
  source: GitHubSource,
  refs: readonly FileRef[],
  revision: Revision,
): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for await (const file of source.read(refs, revision)) files.push(file);
  return files;
}
