import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FormerPathsProgress } from '../../src/shared/domain/source.ts';
import type { DocsSource } from '../../src/worker/source/docs-source.ts';
import { FolderSource } from '../../src/worker/source/folder/folder-source.ts';
import { GitSource } from '../../src/worker/source/git/git-source.ts';
import { GitRepository } from '../support/git-repository.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { type GitHubSourceOptions, gitHubSource, TOKEN } from '../support/loopback-github-source.ts';
import { folderSource, plainRoot } from '../support/source-builder.ts';
import { SqliteSyncFixture } from '../support/sync-fixture.ts';

const ROOTS = [plainRoot('docs/en'), plainRoot('docs/zh', 'zh')];

/** A page that git recognizes when it moves. */
const page = (name: string) =>
  `# ${name}\n\n${Array.from({ length: 12 }, (_, i) => `Line ${i} about ${name}.\n`).join('')}`;

let repository: GitRepository;
let fixture: SqliteSyncFixture;
beforeEach(async () => {
  fixture = await SqliteSyncFixture.create();
  repository = GitRepository.create();
  repository.write('docs/en/0.md', page('Graph')).write('docs/en/kept.md', page('Chain'));
  repository.write('docs/zh/a.md', page('图')).commit('Write the first pages');
});
afterEach(async () => {
  repository.dispose();
  await fixture.dispose();
});

/** Moves the page about graphs so many times, with one commit each. */
function moveGraph(from: number, times: number): void {
  const paths = Array.from({ length: times + 1 }, (_, i) => `docs/en/${from + i}.md`);
  repository.commitMoves(paths.slice(1).map((path, i) => [paths[i] ?? '', path]));
}

const clone = (roots = ROOTS) =>
  new GitSource({ from: `git:${repository.folder}`, ref: 'main', roots }, repository.folder);

async function progress(): Promise<FormerPathsProgress | undefined> {
  return (await fixture.reader.status()).sources[0]?.formerPaths;
}

/** Which of the paths `0.md`, `1.md` … lead to which document. */
async function redirects(count: number): Promise<(string | null)[]> {
  const paths = Array.from({ length: count }, (_, i) => `${i}.md`);
  return Promise.all(paths.map(async (path) => (await fixture.reader.document(path)).document?.path ?? null));
}

const all = (count: number, path: string) => Array.from({ length: count }, () => path);

async function syncs(source: DocsSource, outcome: string): Promise<void> {
  expect(await fixture.sync(source)).toMatchObject({ outcome });
}

describe('the former paths of a git clone', () => {
  test('the first sync of a clone finds every former path, and no later run reads the history again', async () => {
    moveGraph(0, 3);
    repository.move('docs/en/3.md', 'docs/zh/graph.md').commit('Move to the other root');
    await syncs(clone(), 'published');
    expect(await redirects(4)).toEqual(all(4, 'zh/graph.md'));
    expect(await progress()).toEqual({ state: 'complete' });

    const later = clone();
    Object.defineProperty(later, 'history', {
      value: {
        inParts: false,
        read: () => {
          throw new Error('the history was read again');
        },
      },
    });
    await syncs(later, 'unchanged');
    repository.move('docs/zh/graph.md', 'docs/en/graph.md').commit('Move back');
    await syncs(later, 'published');
    expect(await redirects(4)).toEqual(all(4, 'graph.md'));
  });

  test('the history of a clone is read again when its roots change', async () => {
    repository.move('docs/zh/a.md', 'docs/zh/b.md').commit('Move');
    await syncs(clone([plainRoot('docs/en')]), 'published');
    expect((await fixture.reader.document('zh/a.md')).document).toBeNull();
    await syncs(clone(), 'published');
    expect((await fixture.reader.document('zh/a.md')).document?.path).toBe('zh/b.md');
    await syncs(clone([plainRoot('docs/en'), plainRoot('docs/zh', 'cn')]), 'published');
    expect((await fixture.reader.document('zh/a.md')).document?.path).toBe('cn/b.md');
    expect((await fixture.reader.document('cn/a.md')).document?.path).toBe('cn/b.md');
  });

  test('an index that an earlier version made of a clone gets its former paths without a publish', async () => {
    moveGraph(0, 1);
    const withoutHistory = clone();
    Object.defineProperty(withoutHistory, 'history', { value: 'no-history' });
    await syncs(withoutHistory, 'published');
    expect(await progress()).toEqual({ state: 'unread', reason: 'no-history' });
    await syncs(clone(), 'unchanged');
    expect(await redirects(1)).toEqual(['1.md']);
    expect(await fixture.reader.status()).toMatchObject({ sequence: 1 });
  });

  test('a dry run reads no history', async () => {
    moveGraph(0, 1);
    expect(await fixture.sync(clone(), { dryRun: true })).toMatchObject({ outcome: 'published' });
    expect(await progress()).toBeUndefined();
  });

  test('a folder has no former paths to read', async () => {
    await syncs(folderSource(repository.folder), 'published');
    expect(await progress()).toEqual({ state: 'unread', reason: 'no-history' });
    await syncs(folderSource(repository.folder), 'unchanged');
  });
});

describe('the former paths of a repository on GitHub', () => {
  let github: LoopbackGitHub;
  beforeEach(async () => {
    github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
  });
  afterEach(() => github.close());

  /** Each run opens its sources anew. */
  const open = (options: GitHubSourceOptions = {}) => gitHubSource(github, { roots: ROOTS, ...options });

  test('with a token, later runs read the history in parts, while the documents move on', async () => {
    moveGraph(0, 40);
    await syncs(open(), 'published');
    expect(await progress()).toEqual({ state: 'unread' });
    expect(await redirects(1)).toEqual([null]);

    const second = open();
    await syncs(second, 'unchanged');
    expect(second.requests).toBeLessThanOrEqual(21);
    expect(await progress()).toMatchObject({ state: 'reading' });
    const some = (await redirects(40)).filter((path) => path !== null);
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan(40);

    moveGraph(40, 1);
    repository.move('docs/en/kept.md', 'docs/en/39.md').commit('Use a former path again');
    await syncs(open(), 'published');
    for (let i = 0; i < 3; i++) await fixture.sync(open());
    expect(await progress()).toEqual({ state: 'complete' });
    expect(await redirects(41)).toEqual([...all(39, '41.md'), '39.md', '41.md']);

    const last = open();
    await syncs(last, 'unchanged');
    expect(last.requests).toBe(1);
  });

  test('without a token no history is read, and an unchanged run takes one request', async () => {
    moveGraph(0, 1);
    const first = open({ token: null });
    await syncs(first, 'published');
    expect(await progress()).toEqual({ state: 'unread', reason: 'no-token' });
    const second = open({ token: null });
    await syncs(second, 'unchanged');
    expect(second.requests).toBe(1);
    await syncs(open(), 'unchanged');
    expect(await progress()).toEqual({ state: 'complete' });
    expect(await redirects(1)).toEqual(['1.md']);
  });

  test('a run that GitHub refuses the history neither fails nor waits, and the next one goes on', async () => {
    moveGraph(0, 10);
    await syncs(open(), 'published');
    const limit = {
      status: 403,
      headers: { 'retry-after': '30' },
      body: '{"message":"rate limit exceeded"}',
    };
    github.faults.inject({ on: /\/commits\?.*per_page=100/, times: 1, action: limit });
    await syncs(open({ maxWaitMs: 3_600_000 }), 'unchanged');
    expect(await progress()).toEqual({ state: 'unread' });
    github.faults.inject({ on: /\/commits\/[0-9a-f]{40}/, times: 1, action: limit });
    await syncs(open(), 'unchanged');
    expect(await progress()).toEqual({ state: 'unread' });

    const failed = new RegExp(`/commits/${repository.git('rev-parse', 'HEAD~3').trim()}`);
    github.faults.inject({ on: failed, times: 1, action: { status: 502 } });
    await syncs(open({ maxWaitMs: 3_600_000 }), 'unchanged');
    expect(await progress()).toEqual({
      state: 'reading',
      before: repository.git('rev-parse', 'HEAD~2').trim(),
    });
    expect((await redirects(10)).filter((path) => path !== null)).toHaveLength(3);
    await syncs(open(), 'unchanged');
    expect(await progress()).toEqual({ state: 'complete' });
    expect(await redirects(10)).toEqual(all(10, '10.md'));
  });

  test('the reading begins again if the commit that it began with is gone', async () => {
    moveGraph(0, 30);
    await syncs(open(), 'published');
    await syncs(open(), 'unchanged');
    expect(await progress()).toMatchObject({ state: 'reading' });
    github.faults.inject({ on: /\/commits\?.*per_page=100/, times: 1, action: { status: 404 } });
    await syncs(open(), 'unchanged');
    expect(await progress()).toEqual({ state: 'unread' });
    for (let i = 0; i < 2; i++) await syncs(open(), 'unchanged');
    expect(await progress()).toEqual({ state: 'complete' });
    expect(await redirects(30)).toEqual(all(30, '30.md'));
  });

  test('a source that cannot be read keeps its place in the history while another source changes', async () => {
    moveGraph(0, 30);
    repository.write('notes/a.md', '# Notes\n');
    const notes = () =>
      new FolderSource(
        { from: `dir:${repository.folder}`, ref: null, roots: [plainRoot('notes', 'notes')] },
        repository.folder,
      );
    expect(await fixture.sync([open(), notes()])).toMatchObject({ outcome: 'published' });
    expect(await fixture.sync([open(), notes()])).toMatchObject({ outcome: 'unchanged' });
    const before = await progress();
    expect(before).toMatchObject({ state: 'reading' });
    repository.write('notes/a.md', '# More notes\n');
    github.faults.inject({ on: /./, times: 1, action: { status: 404 } });
    github.faults.inject({ on: /./, times: 1, action: { status: 404 } });
    expect(await fixture.sync([open(), notes()])).toMatchObject({ outcome: 'published' });
    expect(await progress()).toEqual(before);
    expect(await fixture.sync([open(), notes()])).toMatchObject({ outcome: 'unchanged' });
    expect(await progress()).toEqual({ state: 'complete' });
    expect(await redirects(30)).toEqual(all(30, '30.md'));
  });
});
