import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DOCS_BUNDLE } from '../support/docs-history.ts';
import { GitRepository } from '../support/git-repository.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { gitHubSource, TOKEN } from '../support/loopback-github-source.ts';
import { SqliteSyncFixture } from '../support/sync-fixture.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

/**
 * `REPLAY=whole npm test -- github-replay` replays all commits of the EINO docs and compares the index with that of a full
 * sync at each of the last 20 commits, which takes minutes. By default it replays one folder and compares at the last 2.
 */
const WHOLE = process.env['REPLAY'] === 'whole';
const EINO_DOCS = 'content/en/docs/eino';

let resources: AsyncDisposableStack;

beforeEach(() => {
  resources = new AsyncDisposableStack();
});
afterEach(() => resources.disposeAsync());

interface ReplayedHistory {
  /** A repository whose branch `main` the replay moves. */
  readonly folder: string;
  readonly docsPath: string;
  /** The commits that `main` points to, one after the other. */
  readonly heads: readonly string[];
}

describe('replay of a history from GitHub', () => {
  test('incremental syncs of edits, renames, removals, a revert and a force-push leave the same index as a full sync', async () => {
    await replay(ownHistory(), 20);
  });

  const testWithBundle = existsSync(DOCS_BUNDLE) ? test : test.skip;
  testWithBundle(
    'incremental syncs of the history of the EINO docs leave the same index as a full sync',
    async () => {
      await (WHOLE ? replay(realHistory(EINO_DOCS), 20) : replay(realHistory(`${EINO_DOCS}/quick_start`), 2));
    },
    WHOLE ? 3_600_000 : 600_000,
  );
});

/** @param last the number of last commits at which the index is compared with that of a full sync */
async function replay({ folder, docsPath, heads }: ReplayedHistory, last: number): Promise<void> {
  const github = resources.use(await LoopbackGitHub.start({ repository: folder, token: TOKEN }));
  const replayed = await newFixture();
  for (const [i, head] of heads.entries()) {
    execFileSync('git', ['-C', folder, 'update-ref', 'refs/heads/main', head]);
    const options = { embedder: new WordEmbedder(), allowMassDelete: true };
    const { error } = await replayed.sync(gitHubSource(github, { docsPath }), options);
    expect(error).toBeUndefined();
    if (i < heads.length - last) continue;
    const fresh = await newFixture();
    const report = await fresh.sync(gitHubSource(github, { docsPath }), options);
    expect(report.error).toBeUndefined();
    expect(report).toMatchObject({ outcome: 'published', sources: [{ to: { sha: head } }] });
    expect(await replayed.export()).toBe(await fresh.export());
  }
}

async function newFixture(): Promise<SqliteSyncFixture> {
  const fixture = await SqliteSyncFixture.create();
  resources.defer(() => fixture.dispose());
  return fixture;
}

function realHistory(docsPath: string): ReplayedHistory {
  const folder = mkdtempSync(join(tmpdir(), 'eino-docs-replay-'));
  resources.defer(() => rmSync(folder, { recursive: true, force: true }));
  execFileSync('git', ['clone', '-q', '--bare', DOCS_BUNDLE, folder]);
  const log = execFileSync('git', ['-C', folder, 'rev-list', '--reverse', 'main', '--', docsPath]);
  return { folder, docsPath, heads: log.toString().trim().split('\n') };
}

function ownHistory(): ReplayedHistory {
  const repository = resources.use(GitRepository.create());
  const heads: string[] = [];
  const commit = (message: string) => heads.push(repository.commit(message));
  for (let i = 0; i < 12; i++) repository.write(`docs/part-${i % 3}/page-${i}.md`, page(i));
  commit('Write the first pages');
  repository.write('docs/part-0/page-0.md', page(0, 'Edited.'));
  commit('Edit a page');
  repository.write('docs/added.md', page(20)).write('docs/附加.md', page(21));
  commit('Add pages');
  repository.move('docs/part-1', 'docs/section-1');
  commit('Rename a folder');
  repository.move('docs/added.md', 'docs/section-1/added.md');
  repository.write('docs/section-1/added.md', page(20, 'Edited while it moved.'));
  commit('Rename a page with an edit');
  repository.remove('docs/part-2/page-2.md').remove('docs/part-2/page-5.md');
  commit('Remove pages');
  repository.write('README.md', '# Not a document\n');
  commit('Touch no document');
  repository.write('docs/part-0/page-3.md', page(3, 'A mistake.')).write('docs/mistake.md', page(22));
  commit('Make a mistake');
  const good = repository.head();
  repository.git('revert', '--no-edit', 'HEAD');
  heads.push(repository.head());
  repository.write('docs/part-0/page-0.md', page(7)).write('docs/section-1/page-7.md', page(0, 'Edited.'));
  commit('Swap two pages');
  repository.write('docs/lost.md', page(23)).remove('docs/附加.md');
  commit('Do what a force-push will undo');
  repository.reset(good);
  repository.write('docs/part-0/page-6.md', page(6, 'After the force-push.'));
  commit('Go on from an earlier commit');
  repository.move('docs/part-0/page-9.md', 'docs/part-0/page-10.md').write('docs/part-0/page-9.md', page(24));
  commit('Rename a page and put another in its place');
  repository.remove('docs').write('docs/only.md', page(25));
  commit('Start over');
  return { folder: repository.folder, docsPath: 'docs', heads };
}

function page(i: number, extra = ''): string {
  const sections = ['First', 'Second', 'Third'].map(
    (name) => `## ${name}\n\nWhat page ${i} says in part ${name}.\n`,
  );
  return `---\ntitle: Page ${i}\nweight: ${i}\n---\n\nPage ${i} is about number ${i}. ${extra}\n\n${sections.join('\n')}`;
}
