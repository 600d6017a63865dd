import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { LEASE_MS } from '../../src/worker/index/index-writer.ts';
import { GitSource } from '../../src/worker/source/git/git-source.ts';
import { GitRepository } from '../support/git-repository.ts';
import { MemorySummarizer } from '../support/memory-summarizer.ts';
import { SqliteSyncFixture } from '../support/sync-fixture.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

/** The calls into its ports that a sync of the change below makes, in order. */
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
  'session.liveChunks',
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

let repository: GitRepository;
let original: SqliteSyncFixture;
let before: string;
let after: string;
/** What the change costs when nothing goes wrong. */
let textsOfChange: readonly string[];

beforeAll(async () => {
  repository = GitRepository.create();
  repository.write('docs/a.md', '# Alpha\n\nOne.\n\n## More\n\nTwo.\n');
  repository.write('docs/b.md', '# Beta\n\nThree.\n').write('docs/c.md', '# Gamma\n\nFour.\n');
  repository.commit('docs: start');
  original = await SqliteSyncFixture.create();
  await original.sync(source(), { embedder: new WordEmbedder(), summarizer: new MemorySummarizer() });
  before = await original.export();
  await original.writer.close();

  repository.write('docs/a.md', '# Alpha\n\nOne.\n\n## More\n\nTwo, edited.\n');
  repository
    .move('docs/b.md', 'docs/moved/b.md')
    .remove('docs/c.md')
    .write('docs/d.md', '# Delta\n\nFive.\n');
  repository.commit('docs: change everything');
  const untroubled = await SqliteSyncFixture.create(original.indexPath);
  const embedder = new WordEmbedder();
  await untroubled.sync(source(), { embedder, summarizer: new MemorySummarizer() });
  textsOfChange = embedder.texts;
  after = await untroubled.export();
  await untroubled.dispose();
});

afterAll(async () => {
  await original.dispose();
  repository.dispose();
});

function source(): GitSource {
  return new GitSource(repository.folder, 'main', 'docs');
}

/** Runs the worker until it kills itself on its way into a call. @returns the call */
async function runUntilCrash(fixture: SqliteSyncFixture, call: number): Promise<string | undefined> {
  const script = new URL('../support/crashing-worker-process.ts', import.meta.url).pathname;
  const { signal, stderr } = await execa(process.execPath, [script], {
    env: {
      PATH: process.env['PATH'] ?? '',
      CRASH_AT: String(call),
      DOCS_SOURCE: `git:${repository.folder}`,
      DOCS_PATH: 'docs',
      INDEX_PATH: fixture.indexPath,
      LOG_LEVEL: 'silent',
      NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
    },
    extendEnv: false,
    reject: false,
  });
  expect(signal).toBe('SIGKILL');
  return stderr.trim();
}

describe('a worker that is killed', () => {
  test.each(CALLS.map((name, i) => [name, i] as const))(
    'on its way into %s leaves an index that the next run completes',
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

  test('holds its lease until that expires', async () => {
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
