import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Root, sourceId, sourceOf } from '../../src/shared/domain/source.ts';
import { OperationalError } from '../../src/shared/operational-error.ts';
import type { DocsSource } from '../../src/worker/source/docs-source.ts';
import { GitSource } from '../../src/worker/source/git/git-source.ts';
import { anySourcesHistory, type SourceFault, type SourcesStep } from '../support/arbitrary-sources.ts';
import { GitRepository } from '../support/git-repository.ts';
import { type Files, MemorySource, type SourceMethod } from '../support/memory-source.ts';
import { MemorySummarizer } from '../support/memory-summarizer.ts';
import { createQdrantFixture } from '../support/on-each-index.ts';
import { SqliteSyncFixture, type SyncFixture } from '../support/sync-fixture.ts';
import { describeWithQdrant } from '../support/with-qdrant.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

/** `PROPERTY_RUNS=20 npm test -- equivalence` tests twenty times as many histories. */
const RUNS_FACTOR = Number(process.env['PROPERTY_RUNS'] ?? 1);

type Open = (number: number) => Repository;

describe('equivalence of incremental and full syncs of several sources', () => {
  test.each<[2 | 3, string, Open, number]>([
    [2, 'in memory', memoryRepository, 3],
    [3, 'in memory', memoryRepository, 3],
    [2, 'in git clones', gitRepository, 2],
  ])(
    'after every sync of %d sources %s, the index is that of one full sync (index in SQLite)',
    async (count, _, open, numRuns) => {
      await expectEquivalence({ count, open, numRuns, length: 7, createFixture: SqliteSyncFixture.create });
    },
    600_000 * RUNS_FACTOR,
  );

  describeWithQdrant('equivalence of syncs of several sources into Qdrant', (server) => {
    test.each<2 | 3>([2, 3])(
      'after every sync of %d sources in memory, the index is that of one full sync (index in Qdrant)',
      async (count) => {
        const createFixture = async () => createQdrantFixture(server());
        await expectEquivalence({ count, open: memoryRepository, numRuns: 3, length: 5, createFixture });
      },
      600_000 * RUNS_FACTOR,
    );
  });
});

interface Equivalence {
  readonly count: 2 | 3;
  readonly open: Open;
  readonly numRuns: number;
  readonly length: number;
  readonly createFixture: () => Promise<SyncFixture>;
}

async function expectEquivalence({
  count,
  open,
  numRuns,
  length,
  createFixture,
}: Equivalence): Promise<void> {
  await fc.assert(
    fc.asyncProperty(anySourcesHistory(count, length), async (history) => {
      const repositories = Array.from({ length: count }, (_, number) => open(number));
      const incremental = await createFixture();
      try {
        for (const step of history) await expectStep(step, repositories, incremental);
      } finally {
        for (const repository of repositories) repository.close();
        await incremental.dispose();
      }
    }),
    // Shrinking stops early enough to print a counterexample before the test times out.
    { numRuns: numRuns * RUNS_FACTOR, interruptAfterTimeLimit: 100_000 * RUNS_FACTOR },
  );
}

/**
 * Syncs after a step. If no source failed, the index must equal that of a full sync, and the next sync must find nothing
 * to do. A source that failed must have the documents it had.
 */
async function expectStep(
  { commits, list, summarized }: SourcesStep,
  repositories: readonly Repository[],
  incremental: SyncFixture,
): Promise<void> {
  for (const [number, files] of commits) repositories[number]?.commit(files);
  const options = () => ({
    embedder: new WordEmbedder(),
    summarizer: summarized ? new MemorySummarizer() : null,
    allowMassDelete: true,
    dropSources: true,
  });
  const opened = list.flatMap(({ number, roots, fault }) => {
    const source = repositories[number]?.open(roots);
    return source === undefined ? [] : [{ source, fault }];
  });
  const sources = opened.map(({ source }) => source);
  const before = await documentsBySource(incremental);
  const report = await incremental.sync(
    opened.map(({ source, fault }) => (fault === null ? source : failing(source, fault))),
    options(),
  );
  const failed = report.sources.filter(({ error }) => error !== undefined);
  expect(report.error?.code).toBe(failed.length === sources.length ? 'GITHUB_UNREACHABLE' : undefined);
  const after = await documentsBySource(incremental);
  for (const { source } of failed) expect(after.get(source)).toEqual(before.get(source));
  if (failed.length > 0) return;

  const full = await SqliteSyncFixture.create();
  try {
    expect((await full.sync(sources, options())).outcome).toBe('published');
    expect(await incremental.export()).toBe(await full.export());
  } finally {
    await full.dispose();
  }
  expect(await incremental.sync(sources, options())).toMatchObject({ outcome: 'unchanged' });
}

/** Source id → path and blob of each of its documents. */
async function documentsBySource({ reader }: SyncFixture): Promise<Map<string, string[]>> {
  const { documents, status } = await reader.list();
  const bySource = Map.groupBy(documents, ({ path }) => {
    const owner = sourceOf(status.sources, path);
    return owner === undefined ? '' : sourceId(owner);
  });
  return new Map(
    [...bySource].map(([id, own]) => [id, own.map(({ path, blob }) => `${path} ${blob}`).sort()]),
  );
}

/** A source that fails at a method after a number of calls. */
function failing(source: DocsSource, { method, after }: SourceFault): DocsSource {
  let left = after;
  const failAt = (called: SourceMethod) => {
    if (called === method && left-- <= 0)
      throw new OperationalError('GITHUB_UNREACHABLE', 'no answer.', 'Wait.');
  };
  return {
    identity: source.identity,
    requests: 0,
    history: source.history,
    head: async (...args) => {
      failAt('head');
      return await source.head(...args);
    },
    manifest: async (...args) => {
      failAt('manifest');
      return await source.manifest(...args);
    },
    compare: async (...args) => {
      failAt('compare');
      return await source.compare(...args);
    },
    async *read(...args) {
      for await (const file of source.read(...args)) {
        failAt('read');
        yield file;
      }
    },
  };
}

/** A repository in which a test writes a history. */
interface Repository {
  open(roots: readonly Root[]): DocsSource;
  /** Commits exactly these files. */
  commit(files: Files): void;
  close(): void;
}

function memoryRepository(number: number): Repository {
  const history = new MemorySource(`memory:${number}`);
  return {
    open: (roots) => history.withRoots(roots),
    commit: (files) => void history.commit(files),
    close: () => {},
  };
}

function gitRepository(): Repository {
  const repository = GitRepository.create();
  return {
    open: (roots) =>
      new GitSource({ from: `git:${repository.folder}`, ref: 'main', roots }, repository.folder),
    commit: (files) => {
      repository.git('rm', '-r', '-q', '--ignore-unmatch', '.');
      for (const [path, content] of Object.entries(files)) repository.write(path, content);
      repository.commit('docs: edit');
    },
    close: () => repository.dispose(),
  };
}
