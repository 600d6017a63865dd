import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { LEASE_MS } from '../../src/worker/index/index-writer.ts';
import { GitHubSource } from '../../src/worker/source/github/github-source.ts';
import { openGate } from '../support/gate.ts';
import { GitRepository } from '../support/git-repository.ts';
import { type LoopbackEmbeddings, startLoopbackEmbeddings } from '../support/loopback-embeddings.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { impatientDeps } from '../support/source-deps.ts';
import { SqliteWorkshop } from '../support/sync-workshop.ts';
import { WordEmbedder } from '../support/word-embedder.ts';
import { startWorker } from '../support/worker-process.ts';

const PATIENCE_MS = 120_000;
const TOKEN = 'loopback-token';

let repository: GitRepository;
let github: LoopbackGitHub;
let embeddings: LoopbackEmbeddings;
let original: SqliteWorkshop;

beforeEach(async () => {
  repository = GitRepository.create();
  repository
    .write('docs/a.md', '# Alpha\n\nOne.\n')
    .write('docs/b.md', '# Beta\n\nTwo.\n')
    .commit('docs: start');
  github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
  embeddings = await startLoopbackEmbeddings({ dimensions: 8 });
  original = await SqliteWorkshop.create();
  await original.sync(source(), { embedder: new WordEmbedder() });
  await original.writer.close();
  repository.write('docs/a.md', '# Alpha\n\nOne, edited.\n').write('docs/c.md', '# Gamma\n\nThree.\n');
  repository.commit('docs: go on');
});

afterEach(async () => {
  await Promise.all([original.dispose(), github.close(), embeddings.close()]);
  repository.dispose();
});

function source(): GitHubSource {
  const options = { owner: 'owner', name: 'docs', ref: 'main', docsPath: 'docs', token: TOKEN, maxWaitMs: 0 };
  return new GitHubSource({ ...options, apiUrl: github.url }, impatientDeps());
}

function settings(shop: SqliteWorkshop, apiUrl: string, embeddingsUrl: string): Record<string, string> {
  return {
    DOCS_SOURCE: 'github:owner/docs',
    DOCS_PATH: 'docs',
    GITHUB_API_URL: apiUrl,
    GITHUB_TOKEN: TOKEN,
    INDEX_PATH: shop.indexPath,
    OPENAI_BASE_URL: embeddingsUrl,
    EMBEDDING_MODEL: 'word-vectors',
    EMBEDDING_DIMENSIONS: '8',
  };
}

test(
  'a worker that is killed before or after any request leaves an index that the next run completes',
  async () => {
    const untroubled = await SqliteWorkshop.create(original.indexPath);
    const usual = new WordEmbedder();
    await untroubled.sync(source(), { embedder: usual });
    const [before, after] = [await original.export(), await untroubled.export()];
    await untroubled.dispose();

    let boundaries = 0;
    for (let killed = true; killed; boundaries++) {
      const shop = await SqliteWorkshop.create(original.indexPath);
      let left = boundaries;
      let kill = () => {};
      const countDown = () => {
        if (left-- === 0) kill();
      };
      const keeper = { before: countDown, after: countDown };
      const gates = [await openGate(github.url, keeper), await openGate(embeddings.url, keeper)] as const;
      try {
        const run = startWorker(['sync'], settings(shop, gates[0].url, gates[1].url));
        kill = () => void run.kill('SIGKILL');
        killed = (await run).signal === 'SIGKILL';
        expect(await shop.export()).toBe(killed ? before : after);

        shop.ahead = LEASE_MS;
        const embedder = new WordEmbedder();
        expect((await shop.sync(source(), { embedder })).outcome).toBe(killed ? 'published' : 'unchanged');
        expect(await shop.export()).toBe(after);
        expect(usual.texts).toEqual(expect.arrayContaining(embedder.texts));
      } finally {
        await Promise.all([shop.dispose(), ...gates.map((gate) => gate.close())]);
      }
    }
    // Head, comparison, two documents and one request for embeddings, each with a before and an after.
    expect(boundaries).toBeGreaterThanOrEqual(10);
  },
  PATIENCE_MS,
);

test(
  'of two workers at once one works, and the other ends as skipped',
  async () => {
    const shop = await SqliteWorkshop.create(original.indexPath);
    const [atWork, mayGoOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const gate = await openGate(embeddings.url, {
      before: () => {
        atWork.resolve();
        return mayGoOn.promise;
      },
    });
    try {
      const first = startWorker(['sync', '--json'], settings(shop, github.url, gate.url));
      await atWork.promise;
      const second = await startWorker(['sync', '--json'], settings(shop, github.url, embeddings.url));
      mayGoOn.resolve();
      const { exitCode, stdout } = await first;
      expect([exitCode, second.exitCode]).toEqual([0, 0]);
      expect(JSON.parse(stdout)).toMatchObject({ outcome: 'published', changes: { added: 1, modified: 1 } });
      expect(JSON.parse(second.stdout)).toMatchObject({ outcome: 'skipped', embeddings: { requested: 0 } });
      expect((await shop.reader.status()).lastRun?.outcome).toBe('published');
    } finally {
      await Promise.all([shop.dispose(), gate.close()]);
    }
  },
  PATIENCE_MS,
);

test.each<[string, string, () => void]>([
  ['GitHub', 'GITHUB_UNREACHABLE', () => github.faults.inject({ on: /./, action: { drop: true } })],
  [
    'the embedder',
    'EMBEDDER_',
    () => embeddings.fail({ kind: 'status', status: 401, code: 'invalid_api_key' }),
  ],
])(
  'a failure of %s leaves the published sequence as it was and ends with 1 and one line',
  async (_, code, breakDown) => {
    const shop = await SqliteWorkshop.create(original.indexPath);
    try {
      const before = await shop.export();
      breakDown();
      const run = {
        ...settings(shop, github.url, embeddings.url),
        GITHUB_MAX_WAIT_SECONDS: '0',
        LOG_LEVEL: 'silent',
      };
      const { exitCode, stdout, stderr } = await startWorker(['sync', '--json'], run);
      expect(exitCode).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ outcome: 'failed', sequence: 1 });
      expect(stderr).toContain(`eino-docs-worker: ${code}`);
      expect(stderr.split('\n')).toHaveLength(1);
      expect(stdout + stderr).not.toContain(TOKEN);
      expect(await shop.export()).toBe(before);
      expect(await shop.reader.status()).toMatchObject({
        lastRun: { outcome: 'failed' },
        consecutiveFailures: 1,
      });
    } finally {
      await shop.dispose();
    }
  },
  PATIENCE_MS,
);
