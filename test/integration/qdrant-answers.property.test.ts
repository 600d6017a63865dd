import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IndexReader } from '../../src/shared/index/index-reader.ts';
import { describeError, OperationalError } from '../../src/shared/operational-error.ts';
import { MemorySource } from '../support/memory-source.ts';
import { lies, type MutatingProxy, mutations, startMutatingProxy } from '../support/mutating-proxy.ts';
import { openQdrantReader, openQdrantWriter, type QdrantLocation } from '../support/qdrant-index.ts';
import { SyncFixture } from '../support/sync-fixture.ts';
import { describeWithOwnQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

/** Whatever Qdrant answers, readers have an error of their own and a sync publishes all of a commit or nothing. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 10);

describeWithOwnQdrant('any answers of Qdrant', (server) => {
  let proxy: MutatingProxy;
  let direct: QdrantLocation;
  let proxied: QdrantLocation;
  let fixture: SyncFixture;
  let source: MemorySource;
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);

  beforeEach(async () => {
    process.on('unhandledRejection', note).on('uncaughtException', note);
    proxy = await startMutatingProxy(server().url);
    direct = { ...server(), alias: newAlias() };
    proxied = { ...direct, url: proxy.url, timeLimitMs: 5_000 };
    source = new MemorySource();
    source.commit({
      'a.md': '# Alpha\n\nGraphs are compiled.\n',
      'sub/b.md': '# Beta\n\nTools are called.\n',
    });
    fixture = new SyncFixture({
      openReader: () => openQdrantReader(direct),
      openWriter: (clock) => openQdrantWriter(direct, clock),
      remove: () => removeAlias(server(), direct.alias),
    });
    await fixture.sync(source, { embedder: new WordEmbedder() });
  });
  afterEach(async () => {
    await fixture.dispose();
    await proxy[Symbol.asyncDispose]();
    await setImmediate();
    process.off('unhandledRejection', note).off('uncaughtException', note);
    expect(unhandled).toEqual([]);
  });

  const key = () => direct.key ?? '';

  test('every read of an index returns or rejects with a code of its own, and tells no key', async () => {
    const reads: readonly ((reader: IndexReader) => Promise<unknown>)[] = [
      (reader) => reader.status(),
      (reader) => reader.list(),
      (reader) => reader.document('a.md'),
      (reader) => reader.changesSince(),
      (reader) => reader.search({ text: 'graphs compiled', limit: 3, chunksPerDocument: 2 }),
      async (reader) => {
        for await (const _ of reader.scan());
      },
    ];
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutations, lies), async (plan) => {
        const reader = openQdrantReader(proxied);
        proxy.mutate([null, ...plan]);
        try {
          for (const read of reads) {
            const error: unknown = await read(reader).then(
              () => null,
              (thrown: unknown) => thrown,
            );
            if (error === null) continue;
            if (!(error instanceof OperationalError)) throw error;
            expect(describeError(error)).not.toContain(key());
          }
        } finally {
          await reader.close();
        }
      }),
      { numRuns: RUNS * 4, endOnFailure: true },
    );
  });

  test('a sync publishes a commit or nothing, has an error with a code of its own, and the next one succeeds', async () => {
    let before = await fixture.export();
    let edit = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutations, lies), async (plan) => {
        const embedder = new WordEmbedder();
        source.commit({
          'a.md': `# Alpha\n\nGraphs are compiled, for the ${++edit}th time.\n`,
          [`sub/${edit % 2}.md`]: '# Beta\n\nTools are called.\n',
        });
        const writer = openQdrantWriter(proxied);
        proxy.mutate([null, ...plan]);
        const report = await fixture.sync(source, { embedder, writer });
        proxy.mutate([]);
        await writer.close();
        expect(JSON.stringify(report)).not.toContain('INTERNAL');
        expect(JSON.stringify(report)).not.toContain(key());
        const now = await fixture.export();
        fixture.ahead += 3_600_000;
        expect(['published', 'unchanged']).toContain((await fixture.sync(source, { embedder })).outcome);
        const after = await fixture.export();
        expect([before, after]).toContain(now);
        before = after;
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});
