import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DocsSource, HistoryStep, SourceHistory } from '../../src/worker/source/docs-source.ts';
import { GitSource } from '../../src/worker/source/git/git-source.ts';
import { GitRepository } from '../support/git-repository.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { gitHubSource, TOKEN } from '../support/loopback-github-source.ts';
import { folderSource, plainRoot } from '../support/source-builder.ts';

const ROOTS = [plainRoot('docs/en'), plainRoot('docs/zh', 'zh')];

/** A page that git recognizes when it moves, even with one line more. */
const page = (name: string) =>
  Array.from({ length: 12 }, (_, i) => `Line ${i} of the page about ${name}.\n`).join('');

let repository: GitRepository;
beforeEach(() => {
  repository = GitRepository.create();
});
afterEach(() => repository.dispose());

function historyOf({ history }: DocsSource): SourceHistory {
  if (typeof history === 'string') throw new Error(`the history is not read: ${history}`);
  return history;
}

/** Reads a history to its end, in as many parts as it takes. */
async function readAll(source: DocsSource): Promise<{ steps: HistoryStep[]; parts: number }> {
  const { revision } = await source.head(null);
  const steps: HistoryStep[] = [];
  let parts = 0;
  for (let next: string | null | undefined; next !== null; parts++) {
    const before = steps.length;
    for await (const step of historyOf(source).read(revision, next ?? null)) steps.push(step);
    if (steps.length === before) throw new Error('a part has no step');
    next = steps.at(-1)?.next ?? null;
  }
  return { steps, parts };
}

const changesOf = (steps: readonly HistoryStep[]) =>
  steps
    .map(({ changes }) =>
      changes
        .filter(({ before, after }) => before !== after)
        .map(({ before, after }) => `${before ?? ''} > ${after ?? ''}`)
        .sort(),
    )
    .filter((changes) => changes.length > 0);

type Open = (roots?: typeof ROOTS) => Promise<DocsSource>;

/** What the history of every source that has one gives. */
function describeHistory(name: string, open: Open): void {
  describe(`the history of a ${name}`, () => {
    test(`a ${name} gives the changes of paths of each commit, newest first, down to the first commit`, async () => {
      repository
        .write('docs/en/a.md', page('a'))
        .write('docs/zh/a.md', page('甲'))
        .write('README.md', 'Read me');
      repository.commit('Write the first pages');
      repository.write('docs/en/a.md', `${page('a')}More.\n`).commit('Edit a page');
      repository.move('docs/en/a.md', 'docs/en/guide/一.md').commit('Move a page');
      repository.write('README.md', 'Read it').commit('Edit something else');
      repository.move('docs/en/guide/一.md', 'docs/zh/from-en.md').commit('Move a page to another root');
      repository.write('docs/en/b.md', page('b')).remove('docs/zh/a.md').commit('Replace a page');
      repository.move('docs/en/b.md', 'other/b.md').commit('Move a page away');
      const { steps } = await readAll(await open());
      expect(changesOf(steps)).toEqual([
        ['b.md > '],
        [' > b.md', 'zh/a.md > '],
        ['guide/一.md > zh/from-en.md'],
        ['a.md > guide/一.md'],
        [' > a.md', ' > zh/a.md'],
      ]);
      expect(steps.at(-1)?.next).toBeNull();
    });

    test(`a ${name} leaves out places that belong to another root today`, async () => {
      repository.write('docs/en/zh/old.md', page('a')).write('docs/zh/a.md', page('甲')).commit('Write');
      repository.move('docs/en/zh/old.md', 'docs/en/new.md').commit('Move');
      const { steps } = await readAll(await open());
      expect(changesOf(steps)).toEqual([[' > new.md'], [' > zh/a.md']]);
    });

    test(`a ${name} gives the history of a whole repository`, async () => {
      repository.write('a.md', page('a')).write('code.go', 'package a').commit('Write');
      repository.move('a.md', 'docs/a.md').move('code.go', 'main.go').commit('Move');
      const { steps } = await readAll(await open([plainRoot('', 'ext')]));
      expect(changesOf(steps)).toEqual([['ext/a.md > ext/docs/a.md'], [' > ext/a.md']]);
    });

    test(`a ${name} follows a document that was moved on a merged branch`, async () => {
      repository.write('docs/en/a.md', page('a')).write('docs/zh/a.md', page('甲')).commit('Write');
      repository.git('checkout', '-q', '-b', 'topic');
      repository.move('docs/en/a.md', 'docs/en/b.md').commit('Move');
      repository.git('checkout', '-q', 'main');
      repository.write('docs/zh/a.md', page('乙')).commit('Edit');
      repository.git('merge', '-q', '--no-ff', '-m', 'Merge', 'topic');
      const { steps } = await readAll(await open());
      expect(changesOf(steps).flat()).toContain('a.md > b.md');
    });

    test(`a ${name} stops when the signal aborts`, async () => {
      repository.write('docs/en/a.md', page('a')).write('docs/zh/a.md', page('甲')).commit('Write');
      const source = await open();
      const { revision } = await source.head(null);
      const reason = new Error('the run is over');
      const reading = async () => {
        for await (const _ of historyOf(source).read(revision, null, AbortSignal.abort(reason)));
      };
      await expect(reading()).rejects.toBe(reason);
    });
  });
}

describeHistory('git clone', async (roots = ROOTS) => {
  const { folder } = repository;
  return new GitSource({ from: `git:${folder}`, ref: 'main', roots }, folder);
});

describe('a repository on GitHub', () => {
  const servers: LoopbackGitHub[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  async function start(): Promise<LoopbackGitHub> {
    const github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
    servers.push(github);
    return github;
  }

  describeHistory('repository on GitHub', async (roots = ROOTS) => gitHubSource(await start(), { roots }));

  test('a part of the history takes at most 20 requests, and the next part goes on where it ended', async () => {
    repository.write('docs/en/0.md', page('a')).write('docs/zh/0.md', page('甲')).commit('Write');
    const moves = Array.from({ length: 50 }, (_, i): [string, string] => {
      const folder = `docs/${i % 2 === 0 ? 'en' : 'zh'}`;
      return [`${folder}/${i - (i % 2)}.md`, `${folder}/${i - (i % 2) + 2}.md`];
    });
    repository.commitMoves(moves);
    const github = await start();
    const source = gitHubSource(github, { roots: ROOTS });
    const { revision } = await source.head(null);
    const steps: HistoryStep[] = [];
    for (let next: string | null = null, part = 0; part < 3; part++) {
      const before = source.requests;
      for await (const step of historyOf(source).read(revision, next)) steps.push(step);
      next = steps.at(-1)?.next ?? null;
      expect(source.requests - before).toBeLessThanOrEqual(20);
    }
    // A page of commits of each root, and one request a commit.
    const { steps: all } = await readAll(
      new GitSource({ from: 'git:', ref: 'main', roots: ROOTS }, repository.folder),
    );
    expect(steps.map(({ commit }) => commit)).toEqual(all.map(({ commit }) => commit));
    expect(changesOf(steps)).toEqual(changesOf(all));
    expect(steps.at(-1)?.next).toBeNull();
  });

  test('more commits than fit into one list are read, and each once', async () => {
    repository.write('docs/zh/a.md', page('甲')).write('docs/en/first.md', page('a')).commit('Write');
    repository.commitMany(120, 'docs/en/edited.md');
    const source = gitHubSource(await start(), { roots: ROOTS });
    const { steps } = await readAll(source);
    expect(new Set(steps.slice(0, -1).map(({ commit }) => commit)).size).toBe(121);
    expect(steps).toHaveLength(122);
  });

  test('all files of a large commit are read', async () => {
    for (let i = 0; i < 350; i++) repository.write(`docs/en/${i}.md`, page(`number ${i}`));
    repository.write('docs/zh/a.md', page('甲')).commit('Write');
    repository.move('docs/en', 'docs/english').move('docs/english', 'docs/en/moved').commit('Move all');
    const { steps } = await readAll(gitHubSource(await start(), { roots: ROOTS }));
    expect(changesOf(steps)[0]).toHaveLength(350);
  });

  test('the history ends at a commit whose files GitHub does not tell', async () => {
    repository.write('docs/en/a.md', page('a')).write('docs/zh/a.md', page('甲')).commit('Write');
    const lost = repository.move('docs/en/a.md', 'docs/en/b.md').commit('Move');
    const kept = repository.move('docs/en/b.md', 'docs/en/c.md').commit('Move again');
    const github = await start();
    github.faults.inject({ on: new RegExp(`/commits/${lost}`), action: { status: 422 } });
    const { steps } = await readAll(gitHubSource(github, { roots: ROOTS }));
    expect(steps).toMatchObject([
      { commit: kept, changes: [{ before: 'b.md', after: 'c.md' }] },
      { commit: kept, changes: [], next: null },
    ]);
  });

  test('the history of a repository on GitHub is not read without a token', async () => {
    repository.write('docs/en/a.md', page('a')).commit('Write');
    expect(gitHubSource(await start(), { token: null }).history).toBe('no-token');
  });
});

test('a folder has no history', () => {
  expect(folderSource(repository.folder).history).toBe('no-history');
});
