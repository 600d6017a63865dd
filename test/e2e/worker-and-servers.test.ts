import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LEASE_MS } from '../../src/worker/index/index-writer.ts';
import { GitHubSource } from '../../src/worker/source/github/github-source.ts';
import { type HookProxy, type ProxyHooks, startHookProxy } from '../support/fault-proxy.ts';
import { GitRepository } from '../support/git-repository.ts';
import { type LoopbackEmbeddings, startLoopbackEmbeddings } from '../support/loopback-embeddings.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { fakeClockDeps } from '../support/loopback-github-source.ts';
import { startWorker } from '../support/programs.ts';
import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import { SqliteSyncFixture, SyncFixture } from '../support/sync-fixture.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

const TOKEN = 'loopback-token';
/** Qdrant is asked a hundred times where SQLite is asked once: `KILL_EVERY=1` tries every moment there too. */
const QDRANT_STRIDE = Number(process.env['KILL_EVERY'] ?? 5);

type Settings = Readonly<Record<string, string>>;

let repository: GitRepository;
let github: LoopbackGitHub;
let embeddings: LoopbackEmbeddings;
/** The commit that is indexed when a test begins, and the head. */
let start: string;
let head: string;

beforeEach(async () => {
  repository = GitRepository.create();
  repository.write('docs/a.md', '# Alpha\n\nOne.\n').write('docs/b.md', '# Beta\n\nTwo.\n');
  start = repository.commit('docs: start');
  repository.write('docs/a.md', '# Alpha\n\nOne, edited.\n').write('docs/c.md', '# Gamma\n\nThree.\n');
  head = repository.move('docs/b.md', 'docs/moved.md').commit('docs: go on');
  github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
  embeddings = await startLoopbackEmbeddings({ dimensions: 8 });
});

afterEach(async () => {
  await Promise.all([github.close(), embeddings.close()]);
  repository.dispose();
});

function source(): GitHubSource {
  const options = { owner: 'owner', name: 'docs', ref: 'main', docsPath: 'docs', token: TOKEN, maxWaitMs: 0 };
  return new GitHubSource({ ...options, apiUrl: github.url }, fakeClockDeps());
}

/** Lets an index stand at the first of the two commits. */
async function atStart<S extends SyncFixture>(fixture: S): Promise<S> {
  repository.reset(start);
  await fixture.sync(source(), { embedder: new WordEmbedder() });
  repository.reset(head);
  return fixture;
}

function settings(apiUrl: string, embeddingsUrl: string): Settings {
  return {
    DOCS_SOURCE: 'github:owner/docs',
    DOCS_PATH: 'docs',
    GITHUB_API_URL: apiUrl,
    GITHUB_TOKEN: TOKEN,
    OPENAI_BASE_URL: embeddingsUrl,
    EMBEDDING_MODEL: 'word-vectors',
    EMBEDDING_DIMENSIONS: '8',
  };
}

describe('a worker that is killed before or after any request leaves an index that the next run completes', () => {
  interface Index {
    readonly fixture: SyncFixture;
    /** Returns the worker's settings for this index, and a proxy in front of it if it is a server. */
    open(hooks: ProxyHooks): Promise<{ settings: Settings; proxies: HookProxy[] }>;
  }

  /** @returns how many moments there were to be killed at */
  async function killEverywhere(createIndex: () => Promise<Index>, stride = 1): Promise<number> {
    const untroubled = await atStart((await createIndex()).fixture);
    const usual = new WordEmbedder();
    const before = await untroubled.export();
    await untroubled.sync(source(), { embedder: usual });
    const after = await untroubled.export();
    await untroubled.dispose();

    for (let moment = 0; ; moment += stride) {
      const { fixture, open } = await createIndex();
      await atStart(fixture);
      let left = moment;
      let kill = () => {};
      const countDown = () => {
        if (left-- === 0) kill();
      };
      const hooks = { beforeRequest: countDown, afterResponse: countDown };
      const proxies = [
        await startHookProxy(github.url, hooks),
        await startHookProxy(embeddings.url, hooks),
      ] as const;
      const index = await open(hooks);
      try {
        const run = startWorker(['sync'], { ...settings(proxies[0].url, proxies[1].url), ...index.settings });
        kill = () => void run.kill('SIGKILL');
        const killed = (await run).signal === 'SIGKILL';
        expect([before, after]).toContain(await fixture.export());

        fixture.ahead = LEASE_MS;
        const embedder = new WordEmbedder();
        expect((await fixture.sync(source(), { embedder })).error).toBeUndefined();
        expect(await fixture.export()).toBe(after);
        expect(usual.texts).toEqual(expect.arrayContaining(embedder.texts));
        if (!killed) return moment;
      } finally {
        await fixture.dispose();
        await Promise.all([...proxies, ...index.proxies].map((proxy) => proxy.close()));
      }
    }
  }

  test('index in SQLite', async () => {
    const moments = await killEverywhere(async () => {
      const fixture = await SqliteSyncFixture.create();
      return { fixture, open: async () => ({ settings: { INDEX_PATH: fixture.indexPath }, proxies: [] }) };
    });
    // Head, comparison, two documents and one request for embeddings, each with a before and an after.
    expect(moments).toBeGreaterThanOrEqual(10);
  });

  describeWithQdrant('killed around every request to Qdrant', (server) => {
    test('index in Qdrant', async () => {
      const moments = await killEverywhere(async () => {
        const location = { ...server(), alias: newAlias() };
        const fixture = new SyncFixture({
          openReader: () => openQdrantReader(location),
          openWriter: (clock) => openQdrantWriter(location, clock),
          remove: () => removeAlias(location, location.alias),
        });
        const open = async (hooks: ProxyHooks) => {
          const proxy = await startHookProxy(location.url, hooks);
          const key: Settings = location.key === undefined ? {} : { QDRANT_API_KEY: location.key };
          return {
            settings: { QDRANT_URL: proxy.url, QDRANT_COLLECTION: location.alias, ...key },
            proxies: [proxy],
          };
        };
        return { fixture, open };
      }, QDRANT_STRIDE);
      expect(moments).toBeGreaterThanOrEqual(20);
    }, 1_800_000);
  });
});

test('of two workers at once one works, and the other ends as skipped', async () => {
  const fixture = await atStart(await SqliteSyncFixture.create());
  const [atWork, mayGoOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const proxy = await startHookProxy(embeddings.url, {
    beforeRequest: () => {
      atWork.resolve();
      return mayGoOn.promise;
    },
  });
  const place = { INDEX_PATH: fixture.indexPath };
  try {
    const first = startWorker(['sync', '--json'], { ...settings(github.url, proxy.url), ...place });
    await atWork.promise;
    const second = await startWorker(['sync', '--json'], {
      ...settings(github.url, embeddings.url),
      ...place,
    });
    mayGoOn.resolve();
    const { exitCode, stdout } = await first;
    expect([exitCode, second.exitCode]).toEqual([0, 0]);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'published', changes: { added: 1, modified: 1 } });
    expect(JSON.parse(second.stdout)).toMatchObject({ outcome: 'skipped', embeddings: { requested: 0 } });
    expect((await fixture.reader.status()).lastRun?.outcome).toBe('published');
  } finally {
    await Promise.all([fixture.dispose(), proxy.close()]);
  }
});

test.each<[string, string, () => void]>([
  ['GitHub', 'GITHUB_UNREACHABLE', () => github.faults.inject({ on: /./, action: { drop: true } })],
  [
    'the embedder',
    'EMBEDDER_UNAUTHORIZED',
    () => embeddings.fail({ kind: 'status', status: 401, code: 'invalid_api_key' }),
  ],
])(
  'a failure of %s leaves the published sequence as it was and ends with 1 and one line',
  async (_, code, breakDown) => {
    const fixture = await atStart(await SqliteSyncFixture.create());
    try {
      const before = await fixture.export();
      breakDown();
      const { exitCode, stdout, stderr } = await startWorker(['sync', '--json'], {
        ...settings(github.url, embeddings.url),
        INDEX_PATH: fixture.indexPath,
        GITHUB_MAX_WAIT_SECONDS: '0',
        LOG_LEVEL: 'silent',
      });
      expect(exitCode).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ outcome: 'failed', sequence: 1, error: { code } });
      expect(stderr.split('\n')).toEqual([expect.stringContaining(`eino-docs-worker: ${code}: `)]);
      expect(stdout + stderr).not.toContain(TOKEN);
      expect(await fixture.export()).toBe(before);
      expect(await fixture.reader.status()).toMatchObject({
        lastRun: { outcome: 'failed' },
        consecutiveFailures: 1,
      });
    } finally {
      await fixture.dispose();
    }
  },
);
