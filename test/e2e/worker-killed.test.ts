import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { LEASE_MS } from '../../src/worker/index/index-writer.ts';
import { GitSource } from '../../src/worker/source/git/git-source.ts';
import { GitRepository } from '../support/git-repository.ts';
import { MemorySummarizer } from '../support/memory-summarizer.ts';
import { cleanEnv, processPath } from '../support/programs.ts';
import { rootWith } from '../support/source-builder.ts';
import { SqliteSyncFixture } from '../support/sync-fixture.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

/** The port calls that a sync of the change below makes, in order. */
const CALLS = [
  'writer.inspect',
  'source.head',
  'writer.begin',
  'session.manifest',
  'source.compare',
  'session.contents',
  'source.read',
  'session.vectors',
  'session.summaries',
  'session.publishedChunks',
  'embedder.embed',
  'summarizer.summarize',
  'summarizer.summarize',
  'session.stage',
  'session.publish',
  'session.abandon',
  'writer.recordRun',
  'writer.close',
];
const PUBLISHED_FROM = CALLS.indexOf('session.abandon');

const resources = new AsyncDisposableStack();
let repository: GitRepository;
let original: SqliteSyncFixture;
let before: string;
let after: string;
/** The texts that a sync of the change embeds without a crash. */
let textsOfChange: readonly string[];

beforeAll(async () => {
  repository = resources.use(GitRepository.create());
  repository.write('docs/a.md', '# Alpha\n\nOne.\n\n## More\n\nTwo.\n');
  repository.write('docs/b.md', '# Beta\n\nThree.\n').write('docs/c.md', '# Gamma\n\nFour.\n');
  repository.commit('docs: start');
  original = await SqliteSyncFixture.create();
  resources.defer(() => original.dispose());
  await original.sync(source(), { embedder: new WordEmbedder(), summarizer: new MemorySummarizer() });
  before = await original.export();
  await original.writer.close();

  repository.write('docs/a.md', '# Alpha\n\nOne.\n\n## More\n\nTwo, edited.\n');
  repository
    .move('docs/b.md', 'docs/moved/b.md')
    .remove('docs/c.md')
    .write('docs/d.md', '# Delta\n\nFive.\n');
  repository.commit('docs: change everything');
  const reference = await SqliteSyncFixture.create(original.indexPath);
  resources.defer(() => reference.dispose());
  const embedder = new WordEmbedder();
  await reference.sync(source(), { embedder, summarizer: new MemorySummarizer() });
  textsOfChange = embedder.texts;
  after = await reference.export();
});

afterAll(() => resources.disposeAsync());

/** The source as the settings of the killed worker name it. */
function source(): GitSource {
  const { folder } = repository;
  const roots = [rootWith({ path: 'docs', site: null })];
  return new GitSource({ from: `git:${folder}`, ref: 'main', roots }, folder);
}

/** Runs the worker until it kills itself before a port call. @returns the name of that call */
async function runUntilCrash(fixture: SqliteSyncFixture, call: number): Promise<string | undefined> {
  const { signal, stderr } = await execa(process.execPath, [processPath('crashing-worker-process')], {
    env: cleanEnv({
      CRASH_AT: String(call),
      DOCS_SOURCE: `git:${repository.folder}`,
      DOCS_PATH: 'docs',
      INDEX_PATH: fixture.indexPath,
      LOG_LEVEL: 'silent',
    }),
    extendEnv: false,
    reject: false,
  });
  expect(signal).toBe('SIGKILL');
  return stderr.trim();
}

describe('worker: killed in a port call', () => {
  test.each(CALLS.map((name, i) => [name, i] as const))(
    'the next run completes the index of a worker that is killed before %s',
    async (name, i) => {
      const fixture = await SqliteSyncFixture.create(original.indexPath);
      const embedder = new WordEmbedder();
      try {
        expect(await fixture.export()).toBe(before);
        expect(await runUntilCrash(fixture, i + 1)).toBe(name);
        expect(await fixture.export()).toBe(i < PUBLISHED_FROM ? before : after);

        fixture.ahead = LEASE_MS;
        const report = await fixture.sync(source(), { embedder, summarizer: new MemorySummarizer() });
        expect(report.outcome).toBe(i < PUBLISHED_FROM ? 'published' : 'unchanged');
        expect(await fixture.export()).toBe(after);
        expect(textsOfChange).toEqual(expect.arrayContaining(embedder.texts));
      } finally {
        await fixture.dispose();
      }
    },
  );

  test('a killed worker holds its lease until it expires', async () => {
    const fixture = await SqliteSyncFixture.create(original.indexPath);
    try {
      await runUntilCrash(fixture, CALLS.indexOf('session.stage') + 1);
      const tooEarly = await fixture.sync(source(), {
        embedder: new WordEmbedder(),
        summarizer: new MemorySummarizer(),
      });
      expect(tooEarly).toMatchObject({ outcome: 'skipped', lease: { heldBy: 'the crashing run' } });
      fixture.ahead = LEASE_MS;
      expect(
        await fixture.sync(source(), { embedder: new WordEmbedder(), summarizer: new MemorySummarizer() }),
      ).toMatchObject({
        outcome: 'published',
      });
    } finally {
      await fixture.dispose();
    }
  });
});
