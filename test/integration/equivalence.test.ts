import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyHistory, type History } from '../support/arbitrary-history.ts';
import { BAD_ANSWER, MemorySummarizer } from '../support/memory-summarizer.ts';
import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import {
  gitHubRepository,
  gitRepository,
  memoryRepository,
  type Repository,
} from '../support/repositories.ts';
import { SqliteWorkshop, SyncWorkshop } from '../support/sync-workshop.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

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
      await holds({ open, numRuns, length, createShop: SqliteWorkshop.create });
    },
    600_000 * MORE,
  );

  describeWithQdrant('equivalence', (server) => {
    test.each(SOURCES)(
      'leave the same as one full sync (docs %s, index in Qdrant)',
      async (_, open) => {
        const createShop = async () => {
          const place = { ...server(), alias: newAlias() };
          return new SyncWorkshop({
            openReader: () => openQdrantReader(place),
            openWriter: (clock) => openQdrantWriter(place, clock),
            remove: () => removeAlias(place, place.alias),
          });
        };
        await holds({ open, numRuns: 3 * MORE, length: 5, createShop });
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
  readonly createShop: () => Promise<SyncWorkshop>;
}

/**
 * The model that summarizes is switched on, to another that fails at times, and off on the way; in the end it is that
 * of the full sync. Whatever the incremental syncs go into, the full one goes into SQLite: both
 * stores have to tell the same.
 */
async function holds({ open, numRuns, length, createShop }: Equivalence): Promise<void> {
  await fc.assert(
    fc.asyncProperty(anyHistory(length), async (history) => {
      const repository = await open();
      const incremental = await createShop();
      const full = await SqliteWorkshop.create();
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
  { commits, syncedAfter }: History,
  repository: Repository,
  shop: SyncWorkshop,
): Promise<void> {
  const embedder = new WordEmbedder();
  const summarizer = new MemorySummarizer();
  const fickle = new MemorySummarizer('another-model');
  fickle.failure = (content) => (content.length % 3 === 0 ? BAD_ANSWER : null);
  const summarizers = [null, fickle, summarizer];
  for (const [i, files] of commits.entries()) {
    repository.commit(files);
    if (!syncedAfter.includes(i)) continue;
    const report = await shop.sync(repository.source, {
      embedder,
      summarizer: summarizers[i % summarizers.length] ?? null,
      allowMassDelete: true,
    });
    expect(report.error).toBeUndefined();
  }
  const last = await shop.sync(repository.source, { embedder, summarizer, allowMassDelete: true });
  expect(last.error).toBeUndefined();
}
