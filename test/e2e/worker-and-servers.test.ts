import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LEASE_MS } from '../../src/worker/index/index-writer.ts';
import { GitHubSource } from '../../src/worker/source/github/github-source.ts';
import { type Gate, type GateKeeper, openGate } from '../support/gate.ts';
import { GitRepository } from '../support/git-repository.ts';
import { type LoopbackEmbeddings, startLoopbackEmbeddings } from '../support/loopback-embeddings.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { startWorker } from '../support/programs.ts';
import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import { impatientDeps } from '../support/source-deps.ts';
import { SqliteWorkshop, SyncWorkshop } from '../support/sync-workshop.ts';
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
  return new GitHubSource({ ...options, apiUrl: github.url }, impatientDeps());
}

/** Lets an index stand at the first of the two commits. */
async function atStart<S extends SyncWorkshop>(shop: S): Promise<S> {
  repository.reset(start);
  await shop.sync(source(), { embedder: new WordEmbedder() });
  repository.reset(head);
  return shop;
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
    readonly shop: SyncWorkshop;
    /** How the worker finds it, with a gate in front of it where it is a server. */
    open(keeper: GateKeeper): Promise<{ settings: Settings; gates: Gate[] }>;
  }

  /** @returns how many moments there were to be killed at */
  async function killEverywhere(createIndex: () => Promise<Index>, stride = 1): Promise<number> {
    const untroubled = await atStart((await createIndex()).shop);
    const usual = new WordEmbedder();
    const before = await untroubled.export();
    await untroubled.sync(source(), { embedder: usual });
    const after = await untroubled.export();
    await untroubled.dispose();

    for (let moment = 0; ; moment += stride) {
      const { shop, open } = await createIndex();
      await atStart(shop);
      let left = moment;
      let kill = () => {};
      const countDown = () => {
        if (left-- === 0) kill();
      };
      const keeper = { before: countDown, after: countDown };
      const gates = [await openGate(github.url, keeper), await openGate(embeddings.url, keeper)] as const;
      const index = await open(keeper);
      try {
        const run = startWorker(['sync'], { ...settings(gates[0].url, gates[1].url), ...index.settings });
        kill = () => void run.kill('SIGKILL');
        const killed = (await run).signal === 'SIGKILL';
        expect([before, after]).toContain(await shop.export());

        shop.ahead = LEASE_MS;
        const embedder = new WordEmbedder();
        expect((await shop.sync(source(), { embedder })).error).toBeUndefined();
        expect(await shop.export()).toBe(after);
        expect(usual.texts).toEqual(expect.arrayContaining(embedder.texts));
        if (!killed) return moment;
      } finally {
        await shop.dispose();
        await Promise.all([...gates, ...index.gates].map((gate) => gate.close()));
      }
    }
  }

  test('index in SQLite', async () => {
    const moments = await killEverywhere(async () => {
      const shop = await SqliteWorkshop.create();
      return { shop, open: async () => ({ settings: { INDEX_PATH: shop.indexPath }, gates: [] }) };
    });
    // Head, comparison, two documents and one request for embeddings, each with a before and an after.
    expect(moments).toBeGreaterThanOrEqual(10);
  });

  describeWithQdrant('killed around every request to Qdrant', (server) => {
    test('index in Qdrant', async () => {
      const moments = await killEverywhere(async () => {
        const place = { ...server(), alias: newAlias() };
        const shop = new SyncWorkshop({
          openReader: () => openQdrantReader(place),
          openWriter: (clock) => openQdrantWriter(place, clock),
          remove: () => removeAlias(place, place.alias),
        });
        const open = async (keeper: GateKeeper) => {
          const gate = await openGate(place.url, keeper);
          const key: Settings = place.key === undefined ? {} : { QDRANT_API_KEY: place.key };
          return {
            settings: { QDRANT_URL: gate.url, QDRANT_COLLECTION: place.alias, ...key },
            gates: [gate],
          };
        };
        return { shop, open };
      }, QDRANT_STRIDE);
      expect(moments).toBeGreaterThanOrEqual(20);
    }, 1_800_000);
  });
});

test('of two workers at once one works, and the other ends as skipped', async () => {
  const shop = await atStart(await SqliteWorkshop.create());
  const [atWork, mayGoOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const gate = await openGate(embeddings.url, {
    before: () => {
      atWork.resolve();
      return mayGoOn.promise;
    },
  });
  const place = { INDEX_PATH: shop.indexPath };
  try {
    const first = startWorker(['sync', '--json'], { ...settings(github.url, gate.url), ...place });
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
    expect((await shop.reader.status()).lastRun?.outcome).toBe('published');
  } finally {
    await Promise.all([shop.dispose(), gate.close()]);
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
    const shop = await atStart(await SqliteWorkshop.create());
    try {
      const before = await shop.export();
      breakDown();
      const { exitCode, stdout, stderr } = await startWorker(['sync', '--json'], {
        ...settings(github.url, embeddings.url),
        INDEX_PATH: shop.indexPath,
        GITHUB_MAX_WAIT_SECONDS: '0',
        LOG_LEVEL: 'silent',
      });
      expect(exitCode).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ outcome: 'failed', sequence: 1, error: { code } });
      expect(stderr.split('\n')).toEqual([expect.stringContaining(`eino-docs-worker: ${code}: `)]);
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
);
