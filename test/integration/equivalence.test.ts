import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DocsSource } from '../../src/worker/source/docs-source.ts';
import { anyHistory, type RandomHistory } from '../support/arbitrary-history.ts';
import { GitRepository } from '../support/git-repository.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { gitHubSource, TOKEN } from '../support/loopback-github-source.ts';
import { type Files, MemorySource } from '../support/memory-source.ts';
import { BAD_ANSWER, MemorySummarizer } from '../support/memory-summarizer.ts';
import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import { gitSource } from '../support/source-builder.ts';
import { SqliteSyncFixture, SyncFixture } from '../support/sync-fixture.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

const DOCS_PATH = 'content/docs';

/** `PROPERTY_RUNS=20 npm test -- equivalence` tests twenty times as many histories. */
const RUNS_FACTOR = Number(process.env['PROPERTY_RUNS'] ?? 1);

/** The number of random histories and their length. With real repositories, every step costs a process or a request. */
const SOURCES: [string, () => Promise<Repository>, { numRuns: number; length: number }][] = [
  ['in memory', memoryRepository, { numRuns: 10 * RUNS_FACTOR, length: 8 }],
  ['in a git clone', gitRepository, { numRuns: 3 * RUNS_FACTOR, length: 6 }],
  ['on GitHub', gitHubRepository, { numRuns: 2 * RUNS_FACTOR, length: 6 }],
];

describe('equivalence of incremental and full syncs', () => {
  test.each(SOURCES)(
    'incremental syncs leave the same index as one full sync (docs %s, index in SQLite)',
    async (_, open, { numRuns, length }) => {
      await expectEquivalence({ open, numRuns, length, createFixture: SqliteSyncFixture.create });
    },
    600_000 * RUNS_FACTOR,
  );

  describeWithQdrant('equivalence of incremental and full syncs into Qdrant', (server) => {
    test.each(SOURCES)(
      'incremental syncs leave the same index as one full sync (docs %s, index in Qdrant)',
      async (_, open) => {
        const createFixture = async () => {
          const location = { ...server(), alias: newAlias() };
          return new SyncFixture({
            openReader: () => openQdrantReader(location),
            openWriter: (clock) => openQdrantWriter(location, clock),
            remove: () => removeAlias(location, location.alias),
          });
        };
        await expectEquivalence({ open, numRuns: 3 * RUNS_FACTOR, length: 5, createFixture });
      },
      600_000 * RUNS_FACTOR,
    );
  });
});

interface Equivalence {
  readonly open: () => Promise<Repository>;
  readonly numRuns: number;
  /** Length of the histories, in commits. */
  readonly length: number;
  readonly createFixture: () => Promise<SyncFixture>;
}

/**
 * Compares incremental syncs with one full sync, over random histories. On the way the summary model is switched on, off,
 * and to another one that sometimes fails; at the end it is the one of the full sync. The full sync always uses SQLite,
 * so this also compares the two kinds of index.
 */
async function expectEquivalence({ open, numRuns, length, createFixture }: Equivalence): Promise<void> {
  await fc.assert(
    fc.asyncProperty(anyHistory(length), async (history) => {
      const repository = await open();
      const incremental = await createFixture();
      const full = await SqliteSyncFixture.create();
      try {
        await replay(history, repository, incremental);
        const report = await full.sync(repository.source, {
          embedder: new WordEmbedder(),
          summarizer: new MemorySummarizer(),
        });
        expect(report.outcome).toBe('published');
        expect(await incremental.export()).toBe(await full.export());
      } finally {
        await Promise.all([repository.close(), incremental.dispose(), full.dispose()]);
      }
    }),
    // Shrinking stops early enough to print a counterexample before the test times out.
    { numRuns, interruptAfterTimeLimit: 45_000 * RUNS_FACTOR },
  );
}

async function replay(
  { commits, syncedAfter }: RandomHistory,
  repository: Repository,
  fixture: SyncFixture,
): Promise<void> {
  const embedder = new WordEmbedder();
  const summarizer = new MemorySummarizer();
  const failing = new MemorySummarizer('another-model');
  failing.failure = (content) => (content.length % 3 === 0 ? BAD_ANSWER : null);
  const summarizers = [null, failing, summarizer];
  for (const [i, files] of commits.entries()) {
    repository.commit(files);
    if (!syncedAfter.includes(i)) continue;
    const report = await fixture.sync(repository.source, {
      embedder,
      summarizer: summarizers[i % summarizers.length] ?? null,
      allowMassDelete: true,
    });
    expect(report.error).toBeUndefined();
  }
  const last = await fixture.sync(repository.source, { embedder, summarizer, allowMassDelete: true });
  expect(last.error).toBeUndefined();
}

/** A docs repository in which a test writes a history, and the source that reads it. */
interface Repository {
  readonly source: DocsSource;
  /** Commits exactly these documents. */
  commit(files: Files): void;
  close(): Promise<void>;
}

async function memoryRepository(): Promise<Repository> {
  const source = new MemorySource();
  return { source, commit: (files) => void source.commit(files), close: async () => {} };
}

async function gitRepository(): Promise<Repository> {
  const repository = GitRepository.create();
  return {
    source: gitSource(repository.folder, DOCS_PATH),
    commit: (files) => commitAll(repository, files),
    close: async () => repository.dispose(),
  };
}

async function gitHubRepository(): Promise<Repository> {
  const repository = GitRepository.create();
  const github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
  const source = gitHubSource(github, { docsPath: DOCS_PATH });
  return {
    source,
    commit: (files) => commitAll(repository, files),
    close: async () => {
      await github.close();
      repository.dispose();
    },
  };
}

function commitAll(repository: GitRepository, files: Files): void {
  repository.git('rm', '-r', '-q', '--ignore-unmatch', '.');
  for (const [path, content] of Object.entries(files)) repository.write(`${DOCS_PATH}/${path}`, content);
  repository.commit('docs: edit');
}
