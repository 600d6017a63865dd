import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pMap from 'p-map';
import { LEASE_MS } from '../../src/worker/index/index-writer.ts';
import type { GitHubSource } from '../../src/worker/source/github/github-source.ts';
import { type HookProxy, type ProxyHooks, startHookProxy } from '../support/fault-proxy.ts';
import { GitRepository } from '../support/git-repository.ts';
import { type LoopbackEmbeddings, startLoopbackEmbeddings } from '../support/loopback-embeddings.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { gitHubSource, TOKEN } from '../support/loopback-github-source.ts';
import { startWorker } from '../support/programs.ts';
import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import { SqliteSyncFixture, SyncFixture } from '../support/sync-fixture.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

/**
 * An incremental sync makes many requests to Qdrant, so only every fifth moment of it is tested, and with SQLite only
 * those after a request; `KILL_EVERY=1` tests every moment. Of a first sync, every moment after a request is tested.
 */
const QDRANT_STRIDE = Number(process.env['KILL_EVERY'] ?? 5);
const EVERY_MOMENT = QDRANT_STRIDE === 1;

type Settings = Readonly<Record<string, string>>;

let repository: GitRepository;
let github: LoopbackGitHub;
let embeddings: LoopbackEmbeddings;
/** The commit that is indexed at the start of a test, and the head. */
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
  repository.dispose();
  await Promise.all([github.close(), embeddings.close()]);
});

function source(): GitHubSource {
  return gitHubSource(github, { docsPath: 'docs' });
}

/** Syncs the first of the two commits. */
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

describe('worker: killed around requests', () => {
  interface Index {
    readonly fixture: SyncFixture;
    /** Returns the worker's settings for this index, and a proxy in front of it if it is a server. */
    open(hooks: ProxyHooks): Promise<{ settings: Settings; proxies: HookProxy[] }>;
  }

  interface Kills {
    readonly createIndex: () => Promise<Index>;
    /** Brings a new index to where the killed run starts. */
    readonly prepare: (fixture: SyncFixture) => Promise<unknown>;
    readonly moments?: 'before and after requests' | 'after requests';
    readonly stride?: number;
    /** How many moments are tested at once. */
    readonly concurrency?: number;
  }

  /** Kills the worker at every moment. @returns the number of moments */
  async function killEverywhere({ createIndex, prepare, moments, ...kills }: Kills): Promise<number> {
    const { stride = 1, concurrency = 1 } = kills;
    const referenceEmbedder = new WordEmbedder();
    let before: string;
    let after: string;
    {
      const { fixture } = await createIndex();
      await using resources = new AsyncDisposableStack();
      resources.defer(() => fixture.dispose());
      await prepare(fixture);
      before = await fixture.export();
      await fixture.sync(source(), { embedder: referenceEmbedder });
      after = await fixture.export();
    }

    /** @returns whether the run reached the moment */
    const killAt = async (moment: number): Promise<boolean> => {
      const { fixture, open } = await createIndex();
      await using resources = new AsyncDisposableStack();
      resources.defer(() => fixture.dispose());
      await prepare(fixture);
      let left = moment;
      let kill = () => {};
      const countDown = () => {
        if (left-- === 0) kill();
      };
      const hooks: ProxyHooks = { afterResponse: countDown };
      if (moments !== 'after requests') hooks.beforeRequest = countDown;
      const gitHubProxy = resources.use(await startHookProxy(github.url, hooks));
      const embeddingsProxy = resources.use(await startHookProxy(embeddings.url, hooks));
      const index = await open(hooks);
      for (const proxy of index.proxies) resources.use(proxy);

      const run = startWorker(['sync'], {
        ...settings(gitHubProxy.url, embeddingsProxy.url),
        ...index.settings,
      });
      kill = () => void run.kill('SIGKILL');
      const killed = (await run).signal === 'SIGKILL';
      expect([before, after]).toContain(await fixture.export());

      fixture.ahead = LEASE_MS;
      const embedder = new WordEmbedder();
      expect((await fixture.sync(source(), { embedder })).error).toBeUndefined();
      expect(await fixture.export()).toBe(after);
      expect(referenceEmbedder.texts).toEqual(expect.arrayContaining(embedder.texts));
      return killed;
    };

    let survived: number | undefined;
    const untilSurvived = function* () {
      for (let moment = 0; survived === undefined; moment += stride) yield moment;
    };
    const kill = async (moment: number) => {
      if (!(await killAt(moment))) survived = Math.min(moment, survived ?? moment);
    };
    await pMap(untilSurvived(), kill, { concurrency });
    return survived ?? 0;
  }

  test('the next run completes the index of a worker that is killed after any request (SQLite)', async () => {
    const createIndex = async () => {
      const fixture = await SqliteSyncFixture.create();
      return { fixture, open: async () => ({ settings: { INDEX_PATH: fixture.indexPath }, proxies: [] }) };
    };
    const moments = await killEverywhere({
      createIndex,
      prepare: atStart,
      moments: EVERY_MOMENT ? 'before and after requests' : 'after requests',
    });
    // After each of: head, comparison, two documents and one request for embeddings; or before and after.
    expect(moments).toBeGreaterThanOrEqual(EVERY_MOMENT ? 10 : 5);
  });

  describeWithQdrant('worker: killed around requests to Qdrant', (server) => {
    async function createIndex(): Promise<Index> {
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
    }

    test('the next run completes the index of a worker that is killed before or after any request (Qdrant)', async () => {
      const moments = await killEverywhere({ createIndex, prepare: atStart, stride: QDRANT_STRIDE });
      expect(moments).toBeGreaterThanOrEqual(20);
    }, 1_800_000);

    test('the next run builds the index of a worker that is killed after any request of its first sync (Qdrant)', async () => {
      const moments = await killEverywhere({
        createIndex,
        prepare: async () => {},
        moments: 'after requests',
        concurrency: 3,
      });
      expect(moments).toBeGreaterThanOrEqual(40);
    }, 1_800_000);
  });
});

test('of two concurrent workers one publishes and the other exits as skipped', async () => {
  const fixture = await SqliteSyncFixture.create();
  await using resources = new AsyncDisposableStack();
  resources.defer(() => fixture.dispose());
  await atStart(fixture);
  const [working, mayContinue] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const proxy = resources.use(
    await startHookProxy(embeddings.url, {
      beforeRequest: () => {
        working.resolve();
        return mayContinue.promise;
      },
    }),
  );
  const index = { INDEX_PATH: fixture.indexPath };
  const first = startWorker(['sync', '--json'], { ...settings(github.url, proxy.url), ...index });
  resources.defer(async () => {
    mayContinue.resolve();
    await first;
  });
  await working.promise;
  const second = await startWorker(['sync', '--json'], {
    ...settings(github.url, embeddings.url),
    ...index,
  });
  mayContinue.resolve();
  const { exitCode, stdout } = await first;
  expect([exitCode, second.exitCode]).toEqual([0, 0]);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'published', changes: { added: 1, modified: 1 } });
  expect(JSON.parse(second.stdout)).toMatchObject({ outcome: 'skipped', embeddings: { requested: 0 } });
  expect((await fixture.reader.status()).lastRun?.outcome).toBe('published');
});

test.each<[string, string, () => void]>([
  ['GitHub', 'GITHUB_UNREACHABLE', () => github.faults.inject({ on: /./, action: { drop: true } })],
  [
    'the embedder',
    'EMBEDDER_UNAUTHORIZED',
    () => embeddings.fail({ kind: 'status', status: 401, code: 'invalid_api_key' }),
  ],
])(
  'the worker exits with code 1 and one line and keeps the published index if %s fails',
  async (_, code, injectFault) => {
    const fixture = await atStart(await SqliteSyncFixture.create());
    try {
      const before = await fixture.export();
      injectFault();
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
