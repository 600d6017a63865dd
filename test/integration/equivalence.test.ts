import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DocsSource } from '../../src/worker/source/docs-source.ts';
import { GitSource } from '../../src/worker/source/git/git-source.ts';
import { anyHistory, type RandomHistory } from '../support/arbitrary-history.ts';
import { GitRepository } from '../support/git-repository.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { gitHubSource, TOKEN } from '../support/loopback-github-source.ts';
import { type Files, MemorySource } from '../support/memory-source.ts';
import { BAD_ANSWER, MemorySummarizer } from '../support/memory-summarizer.ts';
import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import { SqliteSyncFixture, SyncFixture } from '../support/sync-fixture.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

const DOCS_PATH = 'content/docs';

/** `PROPERTY_RUNS=20 npm test -- equivalence` tries twenty times as many histories. */
const MORE = Number(process.env['PROPERTY_RUNS'] ?? 1);

/** How many random histories, and how long. Real repositories cost a process or a request for every step. */
const SOURCES: [string, () => Promise<Repository>, { numRuns: number; length: number }][] = [
  ['in memory', memoryRepository, { numRuns: 20 * MORE, length: 8 }],
  ['in a git clone', gitRepository, { numRuns: 5 * MORE, length: 6 }],
  ['on GitHub', gitHubRepository, { numRuns: 4 * MORE, length: 6 }],
];

describe('syncs from any commit to any later one', () => {
  test.each(SOURCES)(
    'leave the same as one full sync (docs %s, index in SQLite)',
    async (_, open, { numRuns, length }) => {
      await holds({ open, numRuns, length, createFixture: SqliteSyncFixture.create });
    },
    600_000 * MORE,
  );

  describeWithQdrant('equivalence', (server) => {
    test.each(SOURCES)(
      'leave the same as one full sync (docs %s, index in Qdrant)',
      async (_, open) => {
        const createFixture = async () => {
          const place = { ...server(), alias: newAlias() };
          return new SyncFixture({
            openReader: () => openQdrantReader(place),
            openWriter: (clock) => openQdrantWriter(place, clock),
            remove: () => removeAlias(place, place.alias),
          });
        };
        await holds({ open, numRuns: 3 * MORE, length: 5, createFixture });
      },
      600_000 * MORE,
    );
  });
});

interface Equivalence {
  readonly open: () => Promise<Repository>;
  readonly numRuns: number;
  /** Of the histories, in commits. */
  readonly length: number;
  readonly createFixture: () => Promise<SyncFixture>;
}

/**
 * The model that summarizes is switched on, to another that fails at times, and off on the way; in the end it is that
 * of the full sync. Whatever the incremental syncs go into, the full one goes into SQLite: both
 * stores have to tell the same.
 */
async function holds({ open, numRuns, length, createFixture }: Equivalence): Promise<void> {
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
    // A counterexample is worth more than the smallest one: shrinking ends in time for it to be shown.
    { numRuns, interruptAfterTimeLimit: 45_000 * MORE },
  );
}

async function replay(
  { commits, syncedAfter }: RandomHistory,
  repository: Repository,
  fixture: SyncFixture,
): Promise<void> {
  const embedder = new WordEmbedder();
  const summarizer = new MemorySummarizer();
  const fickle = new MemorySummarizer('another-model');
  fickle.failure = (content) => (content.length % 3 === 0 ? BAD_ANSWER : null);
  const summarizers = [null, fickle, summarizer];
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
    source: new GitSource(repository.folder, 'main', DOCS_PATH),
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
