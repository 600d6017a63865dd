import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { wantedFingerprint } from '../../src/worker/sync/sync-run.ts';
import { isIntact, verifyIndex } from '../../src/worker/verify/verify-index.ts';
import { damageIndex } from '../support/damage-index.ts';
import { MemorySource } from '../support/memory-source.ts';
import { BAD_ANSWER, MemorySummarizer, NO_QUOTA, summaryBy } from '../support/memory-summarizer.ts';
import { SqliteSyncFixture } from '../support/sync-fixture.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

const page = (title: string, text: string) => `---\ntitle: ${title}\n---\n\n${text}\n`;
const START = {
  'a.md': page('Alpha', 'Graphs are compiled before they run.'),
  'b.md': page('Beta', 'Tools are called by a model.'),
  'c.md': page('Gamma', 'Chains are graphs without branches.'),
};
const EDITED = page('Alpha', 'Graphs are compiled once before they run.');

let shop: SqliteSyncFixture;
let source: MemorySource;
let summarizer: MemorySummarizer;
const embedder = new WordEmbedder();
beforeEach(async () => {
  shop = await SqliteSyncFixture.create();
  source = new MemorySource();
  summarizer = new MemorySummarizer();
});
afterEach(() => shop.dispose());

async function summaries(): Promise<Record<string, string>> {
  const { documents } = await shop.reader.documents();
  return Object.fromEntries(documents.map(({ path, summary }) => [path, summary]));
}

function expected(model: string, files: Record<string, string> = START): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [path, summaryBy(model, content)]),
  );
}

const ownWords = {
  'a.md': 'Graphs are compiled before they run.',
  'b.md': 'Tools are called by a model.',
  'c.md': 'Chains are graphs without branches.',
};

describe('summaries by a language model', () => {
  test('are asked for once for every document, and are what readers see', async () => {
    source.commit(START);
    const report = await shop.sync(source, { embedder, summarizer });
    expect(report.summaries).toEqual({ requested: 3, reused: 0, failed: 0, tokens: 300 });
    expect(report.requests.openai).toBe(4);
    expect(summarizer.asked.toSorted()).toEqual(Object.values(START).toSorted());
    expect(await summaries()).toEqual(expected('a-model'));
    expect((await shop.reader.status()).summaries).toEqual({ model: 'a-model', version: 1, missing: [] });
  });

  test('are not asked for again while nothing changes', async () => {
    source.commit(START);
    await shop.sync(source, { summarizer });
    summarizer.asked.length = 0;
    source.listings = 0;
    expect(await shop.sync(source, { summarizer })).toMatchObject({ outcome: 'unchanged', sequence: 1 });
    source.commit(START, 'ci: another runner');
    expect(await shop.sync(source, { summarizer })).toMatchObject({ outcome: 'unchanged', sequence: 1 });
    expect(summarizer.asked).toEqual([]);
    expect(await summaries()).toEqual(expected('a-model'));
  });

  test('are asked for of an edited document alone', async () => {
    source.commit(START);
    await shop.sync(source, { summarizer });
    summarizer.asked.length = 0;
    source.commit({ ...START, 'a.md': EDITED });
    const report = await shop.sync(source, { summarizer });
    expect(report.summaries).toMatchObject({ requested: 1, reused: 0, failed: 0 });
    expect(summarizer.asked).toEqual([EDITED]);
    expect(await summaries()).toEqual(expected('a-model', { ...START, 'a.md': EDITED }));
  });

  test('go with a document that is renamed or copied', async () => {
    source.commit(START);
    await shop.sync(source, { summarizer });
    summarizer.asked.length = 0;
    const { 'a.md': moved, ...rest } = START;
    const files = { ...rest, 'sub/z.md': moved, 'sub/copy.md': START['b.md'] };
    source.commit(files);
    const report = await shop.sync(source, { summarizer });
    expect(report.summaries).toEqual({ requested: 0, reused: 2, failed: 0, tokens: 0 });
    expect(summarizer.asked).toEqual([]);
    expect(await summaries()).toEqual(expected('a-model', files));
  });

  test('are kept when a new generation is built', async () => {
    source.commit(START);
    await shop.sync(source, { summarizer });
    summarizer.asked.length = 0;
    const report = await shop.sync(source, { summarizer, siteUrl: 'https://docs.example.com' });
    expect(report.summaries).toMatchObject({ requested: 0, reused: 3 });
    await shop.sync(source, { summarizer, rebuild: true });
    expect(summarizer.asked).toEqual([]);
    expect(await summaries()).toEqual(expected('a-model'));
  });

  test('are asked for once where documents are the same', async () => {
    const files = { 'a.md': START['a.md'], 'b.md': START['a.md'] };
    source.commit(files);
    await shop.sync(source, { summarizer });
    expect(summarizer.asked).toEqual([START['a.md']]);
    expect(await summaries()).toEqual(expected('a-model', files));
  });

  test('do not make verify find a difference', async () => {
    source.commit(START);
    await shop.sync(source, { summarizer });
    const site = { siteUrl: null };
    const deps = { source, reader: shop.reader, site, fingerprint: wantedFingerprint(null, site) };
    expect(isIntact(await verifyIndex(deps, new AbortController().signal))).toBe(true);
  });
});

describe('a model that is switched', () => {
  beforeEach(async () => {
    source.commit(START);
  });

  test('on writes every summary, at an unmoved head too, and neither reads the source nor embeds', async () => {
    await shop.sync(source, { embedder });
    expect(await summaries()).toEqual(ownWords);
    [embedder.texts.length, source.filesRead.length, source.listings] = [0, 0, 0];
    const before = await shop.reader.status();
    const report = await shop.sync(source, { embedder, summarizer });
    expect(report).toMatchObject({
      outcome: 'published',
      sequence: 2,
      changes: { added: 0, modified: 0, renamed: 0, removed: 0 },
      chunks: { added: 0, removed: 0, kept: before.chunks, total: before.chunks },
      embeddings: { requested: 0 },
      summaries: { requested: 3, failed: 0 },
    });
    expect([embedder.texts, source.filesRead, source.listings]).toEqual([[], [], 0]);
    expect(await summaries()).toEqual(expected('a-model'));
    const { changes } = await shop.reader.changesSince();
    expect(changes.map(({ documents }) => documents)).toEqual([[], []]);
  });

  test('on together with a change lists the change alone', async () => {
    await shop.sync(source);
    source.commit({ ...START, 'a.md': EDITED });
    const report = await shop.sync(source, { summarizer });
    expect(report).toMatchObject({ changes: { modified: 1 }, summaries: { requested: 3 } });
    expect(await summaries()).toEqual(expected('a-model', { ...START, 'a.md': EDITED }));
    const { changes } = await shop.reader.changesSince();
    expect(changes[0]?.documents).toEqual([{ path: 'a.md', change: 'modified' }]);
  });

  test('off gives the documents their own words back', async () => {
    await shop.sync(source, { summarizer });
    const report = await shop.sync(source);
    expect(report).toMatchObject({ outcome: 'published', summaries: { requested: 0, failed: 0 } });
    expect(await summaries()).toEqual(ownWords);
    expect((await shop.reader.status()).summaries).toBeNull();
    expect((await shop.sync(source)).outcome).toBe('unchanged');
  });

  test.each([
    ['to another model', new MemorySummarizer('another')],
    ['to other instructions', new MemorySummarizer('a-model', 2)],
  ])('%s writes every summary again', async (_, other) => {
    await shop.sync(source, { summarizer });
    await shop.sync(source, { summarizer: other });
    expect(other.asked).toHaveLength(3);
    expect(await summaries()).toEqual(expected(other.model));
    expect((await shop.sync(source, { summarizer: other })).outcome).toBe('unchanged');
  });

  test('on is told by a dry run, which asks for nothing', async () => {
    await shop.sync(source);
    const before = await shop.export();
    const report = await shop.sync(source, { summarizer, dryRun: true });
    expect(report).toMatchObject({ outcome: 'published', summaries: { requested: 3, reused: 0 } });
    expect([summarizer.asked, await shop.export()]).toEqual([[], before]);
  });
});

describe('a model that fails', () => {
  const beta = (content: string) => (content === START['b.md'] ? BAD_ANSWER : null);

  test('does not keep a document from being published', async () => {
    summarizer.failure = beta;
    source.commit(START);
    const report = await shop.sync(source, { summarizer });
    expect(report).toMatchObject({
      outcome: 'published',
      summaries: { requested: 3, failed: 1, error: { code: 'SUMMARIZER_BAD_RESPONSE' } },
    });
    expect(report.error).toBeUndefined();
    expect(await summaries()).toEqual({ ...expected('a-model'), 'b.md': ownWords['b.md'] });
    expect((await shop.reader.status()).summaries?.missing).toEqual(['b.md']);
  });

  test('is asked again by the next run, for what is missing alone', async () => {
    summarizer.failure = beta;
    source.commit(START);
    await shop.sync(source, { summarizer });
    summarizer.asked.length = 0;
    expect(await shop.sync(source, { summarizer })).toMatchObject({ outcome: 'unchanged', sequence: 1 });
    expect(summarizer.asked).toEqual([START['b.md']]);

    summarizer.failure = null;
    expect(await shop.sync(source, { summarizer })).toMatchObject({
      outcome: 'published',
      sequence: 2,
      summaries: { requested: 1, failed: 0 },
    });
    expect(await summaries()).toEqual(expected('a-model'));
  });

  test('leaves what is published when it was to take the place of another', async () => {
    source.commit(START);
    await shop.sync(source, { summarizer });
    const other = new MemorySummarizer('another');
    other.failure = beta;
    await shop.sync(source, { summarizer: other });
    expect(await summaries()).toEqual({
      ...expected('another'),
      'b.md': summaryBy('a-model', START['b.md']),
    });
    other.failure = null;
    await shop.sync(source, { summarizer: other });
    expect(await summaries()).toEqual(expected('another'));
  });

  test('is given up at once when it is not the documents that are to blame', async () => {
    source.commit(
      Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}.md`, page(`Page ${i}`, `Text ${i}.`)])),
    );
    summarizer.failure = () => NO_QUOTA;
    const report = await shop.sync(source, { summarizer });
    expect(report).toMatchObject({ outcome: 'published', summaries: { failed: 50 } });
    expect(report.summaries.requested).toBeLessThanOrEqual(3);
  });

  test('is given up when no document at all can be summarized', async () => {
    source.commit(
      Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}.md`, page(`Page ${i}`, `Text ${i}.`)])),
    );
    summarizer.failure = () => BAD_ANSWER;
    await shop.sync(source, { summarizer });
    expect(summarizer.asked.length).toBeLessThanOrEqual(6);
  });

  test('is asked in turn where it is given up early, so that every document is asked for at some time', async () => {
    const titles = Array.from({ length: 10 }, (_, i) => `Page ${i}`);
    const files = Object.fromEntries(
      titles.map((title) => [`${title}.md`, page(title, `${title} is good.`)]),
    );
    source.commit(files);
    summarizer.failure = () => BAD_ANSWER;
    await shop.sync(source, { summarizer });
    summarizer.failure = (content) => (content.includes('Page 9') ? null : BAD_ANSWER);
    for (let run = 0; run < 3; run++) await shop.sync(source, { summarizer });
    expect((await summaries())['Page 9.md']).toBe(summaryBy('a-model', files['Page 9.md'] ?? ''));
  });

  test('is forgotten with the document it failed for', async () => {
    summarizer.failure = beta;
    source.commit(START);
    await shop.sync(source, { summarizer });
    const { 'b.md': _, ...rest } = START;
    source.commit(rest);
    await shop.sync(source, { summarizer });
    expect((await shop.reader.status()).summaries?.missing).toEqual([]);
  });

  test('for a reason that is a defect of ours fails the run', async () => {
    summarizer.failure = () => new TypeError('a slip');
    source.commit(START);
    expect(await shop.sync(source, { summarizer })).toMatchObject({
      outcome: 'failed',
      error: { code: 'INTERNAL' },
    });
  });

  test('does not outlive the signal to stop', async () => {
    const caller = new AbortController();
    summarizer.failure = () => {
      caller.abort(new Error('asked to stop'));
      return NO_QUOTA;
    };
    source.commit(START);
    const report = await shop.sync(source, { summarizer, signal: caller.signal });
    expect(report).toMatchObject({ outcome: 'failed', error: { message: 'asked to stop' } });
    expect((await shop.reader.status()).documents).toBe(0);
  });
});

describe('an index of a version that knew no summaries', () => {
  test('has its documents own words until a model is asked for', async () => {
    source.commit(START);
    await shop.sync(source);
    damageIndex(shop.indexPath, "UPDATE state SET status = json_remove(status, '$.summaries')");
    expect((await shop.reader.status()).summaries).toBeNull();
    expect((await shop.sync(source)).outcome).toBe('unchanged');
    expect((await shop.sync(source, { summarizer })).outcome).toBe('published');
  });
});
