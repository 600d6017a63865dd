import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { OperationalError } from '../../src/shared/operational-error.ts';
import { SourceSet } from '../../src/worker/source/source-set.ts';
import { wantedFingerprint } from '../../src/worker/sync/sync-run.ts';
import { isIntact, verifyIndex } from '../../src/worker/verify/verify-index.ts';
import { damageIndex } from '../support/damage-index.ts';
import { inProcessPreparer } from '../support/in-process-preparer.ts';
import { MemorySource } from '../support/memory-source.ts';
import { BAD_ANSWER, MemorySummarizer, NO_QUOTA, summaryBy } from '../support/memory-summarizer.ts';
import { plainRoot, rootWith } from '../support/source-builder.ts';
import { SqliteSyncFixture } from '../support/sync-fixture.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

const page = (title: string, text: string) => `---\ntitle: ${title}\n---\n\n${text}\n`;
const START = {
  'a.md': page('Alpha', 'Graphs are compiled before they run.'),
  'b.md': page('Beta', 'Tools are called by a model.'),
  'c.md': page('Gamma', 'Chains are graphs without branches.'),
};
const EDITED = page('Alpha', 'Graphs are compiled once before they run.');

let fixture: SqliteSyncFixture;
let source: MemorySource;
let summarizer: MemorySummarizer;
const embedder = new WordEmbedder();
beforeEach(async () => {
  fixture = await SqliteSyncFixture.create();
  source = new MemorySource();
  summarizer = new MemorySummarizer();
});
afterEach(() => fixture.dispose());

async function summaries(): Promise<Record<string, string>> {
  const { documents } = await fixture.reader.list();
  const { entries } = await fixture.reader.entries(documents.map(({ path }) => path));
  return Object.fromEntries(entries.map(({ path, summary }) => [path, summary]));
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
  test('a summary is requested once for every document, and is what readers see', async () => {
    source.commit(START);
    const report = await fixture.sync(source, { embedder, summarizer });
    expect(report.summaries).toEqual({ requested: 3, reused: 0, failed: 0, tokens: 300 });
    expect(report.requests.openai).toBe(4);
    expect(summarizer.asked.toSorted()).toEqual(Object.values(START).toSorted());
    expect(await summaries()).toEqual(expected('a-model'));
    expect((await fixture.reader.status()).summaries).toEqual({ model: 'a-model', version: 1, missing: [] });
  });

  test('summaries are not requested again while nothing changes', async () => {
    source.commit(START);
    await fixture.sync(source, { summarizer });
    summarizer.asked.length = 0;
    source.listings = 0;
    expect(await fixture.sync(source, { summarizer })).toMatchObject({ outcome: 'unchanged', sequence: 1 });
    source.commit(START, 'ci: another runner');
    expect(await fixture.sync(source, { summarizer })).toMatchObject({ outcome: 'unchanged', sequence: 1 });
    expect(summarizer.asked).toEqual([]);
    expect(await summaries()).toEqual(expected('a-model'));
  });

  test('an edited document is the only one that is summarized again', async () => {
    source.commit(START);
    await fixture.sync(source, { summarizer });
    summarizer.asked.length = 0;
    source.commit({ ...START, 'a.md': EDITED });
    const report = await fixture.sync(source, { summarizer });
    expect(report.summaries).toMatchObject({ requested: 1, reused: 0, failed: 0 });
    expect(summarizer.asked).toEqual([EDITED]);
    expect(await summaries()).toEqual(expected('a-model', { ...START, 'a.md': EDITED }));
  });

  test('a renamed or copied document keeps its summary', async () => {
    source.commit(START);
    await fixture.sync(source, { summarizer });
    summarizer.asked.length = 0;
    const { 'a.md': moved, ...rest } = START;
    const files = { ...rest, 'sub/z.md': moved, 'sub/copy.md': START['b.md'] };
    source.commit(files);
    const report = await fixture.sync(source, { summarizer });
    expect(report.summaries).toEqual({ requested: 0, reused: 2, failed: 0, tokens: 0 });
    expect(summarizer.asked).toEqual([]);
    expect(await summaries()).toEqual(expected('a-model', files));
  });

  test('a new generation keeps the summaries', async () => {
    source.commit(START);
    await fixture.sync(source, { summarizer });
    summarizer.asked.length = 0;
    const report = await fixture.sync(source, { summarizer, embedder });
    expect(report.summaries).toMatchObject({ requested: 0, reused: 3 });
    await fixture.sync(source, { summarizer, embedder, rebuild: true });
    expect(summarizer.asked).toEqual([]);
    expect(await summaries()).toEqual(expected('a-model'));
  });

  test('documents at another address keep their summaries', async () => {
    source.commit(START);
    await fixture.sync(source, { summarizer });
    summarizer.asked.length = 0;
    const published = source.withRoots([rootWith({ site: 'https://docs.example.com' })]);
    const report = await fixture.sync(published, { summarizer });
    expect(report).toMatchObject({ outcome: 'published', summaries: { requested: 0, reused: 3 } });
    expect(summarizer.asked).toEqual([]);
    expect(await summaries()).toEqual(expected('a-model'));
  });

  test('documents with the same content are summarized once', async () => {
    const files = { 'a.md': START['a.md'], 'b.md': START['a.md'] };
    source.commit(files);
    await fixture.sync(source, { summarizer });
    expect(summarizer.asked).toEqual([START['a.md']]);
    expect(await summaries()).toEqual(expected('a-model', files));
  });

  test('verify ignores summaries by a model', async () => {
    source.commit(START);
    await fixture.sync(source, { summarizer });
    const deps = {
      sources: new SourceSet([source]),
      reader: fixture.reader,
      preparer: inProcessPreparer,
      fingerprint: wantedFingerprint(null),
    };
    expect(isIntact(await verifyIndex(deps, new AbortController().signal))).toBe(true);
  });
});

describe('switching a model', () => {
  beforeEach(async () => {
    source.commit(START);
  });

  test('switching a model on writes every summary, even at an unmoved head, without reading the source or embedding', async () => {
    await fixture.sync(source, { embedder });
    expect(await summaries()).toEqual(ownWords);
    [embedder.texts.length, source.filesRead.length, source.listings] = [0, 0, 0];
    const before = await fixture.reader.status();
    const report = await fixture.sync(source, { embedder, summarizer });
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
    const { changes } = await fixture.reader.changesSince();
    expect(changes.flatMap(({ sources }) => sources.flatMap(({ documents }) => documents))).toEqual([]);
    expect(changes).toHaveLength(2);
  });

  test('switching a model on together with a change lists the change alone', async () => {
    await fixture.sync(source);
    source.commit({ ...START, 'a.md': EDITED });
    const report = await fixture.sync(source, { summarizer });
    expect(report).toMatchObject({ changes: { modified: 1 }, summaries: { requested: 3 } });
    expect(await summaries()).toEqual(expected('a-model', { ...START, 'a.md': EDITED }));
    const { changes } = await fixture.reader.changesSince();
    expect(changes[0]?.sources).toMatchObject([{ documents: [{ path: 'a.md', change: 'modified' }] }]);
  });

  test('switching the model off gives the documents their own words back', async () => {
    await fixture.sync(source, { summarizer });
    const report = await fixture.sync(source);
    expect(report).toMatchObject({ outcome: 'published', summaries: { requested: 0, failed: 0 } });
    expect(await summaries()).toEqual(ownWords);
    expect((await fixture.reader.status()).summaries).toBeNull();
    expect((await fixture.sync(source)).outcome).toBe('unchanged');
  });

  test.each([
    ['to another model', new MemorySummarizer('another')],
    ['to other instructions', new MemorySummarizer('a-model', 2)],
  ])('switching %s writes every summary again', async (_, other) => {
    await fixture.sync(source, { summarizer });
    await fixture.sync(source, { summarizer: other });
    expect(other.asked).toHaveLength(3);
    expect(await summaries()).toEqual(expected(other.model));
    expect((await fixture.sync(source, { summarizer: other })).outcome).toBe('unchanged');
  });

  test('a dry run counts the summaries to be written and requests none', async () => {
    await fixture.sync(source);
    const before = await fixture.export();
    const report = await fixture.sync(source, { summarizer, dryRun: true });
    expect(report).toMatchObject({ outcome: 'published', summaries: { requested: 3, reused: 0 } });
    expect([summarizer.asked, await fixture.export()]).toEqual([[], before]);
  });
});

describe('a model that fails', () => {
  const beta = (content: string) => (content === START['b.md'] ? BAD_ANSWER : null);

  test('a failed summary does not keep a document from being published', async () => {
    summarizer.failure = beta;
    source.commit(START);
    const report = await fixture.sync(source, { summarizer });
    expect(report).toMatchObject({
      outcome: 'published',
      summaries: { requested: 3, failed: 1, error: { code: 'SUMMARIZER_BAD_RESPONSE' } },
    });
    expect(report.error).toBeUndefined();
    expect(await summaries()).toEqual({ ...expected('a-model'), 'b.md': ownWords['b.md'] });
    expect((await fixture.reader.status()).summaries?.missing).toEqual(['b.md']);
  });

  test('the next run requests only the missing summaries', async () => {
    summarizer.failure = beta;
    source.commit(START);
    await fixture.sync(source, { summarizer });
    summarizer.asked.length = 0;
    expect(await fixture.sync(source, { summarizer })).toMatchObject({ outcome: 'unchanged', sequence: 1 });
    expect(summarizer.asked).toEqual([START['b.md']]);

    summarizer.failure = null;
    expect(await fixture.sync(source, { summarizer })).toMatchObject({
      outcome: 'published',
      sequence: 2,
      summaries: { requested: 1, failed: 0 },
    });
    expect(await summaries()).toEqual(expected('a-model'));
  });

  test('a document has its new address although its summary cannot be written', async () => {
    source.commit(START);
    await fixture.sync(source);
    summarizer.failure = beta;
    const published = source.withRoots([rootWith({ site: 'https://docs.example.com' })]);
    await fixture.sync(published, { summarizer });
    const { documents, status } = await fixture.reader.list();
    expect(documents.map(({ url }) => url)).toEqual(
      ['a', 'b', 'c'].map((n) => `https://docs.example.com/${n}/`),
    );
    expect(status.summaries?.missing).toEqual(['b.md']);
    expect(await summaries()).toEqual({ ...expected('a-model'), 'b.md': ownWords['b.md'] });
  });

  test('a document of a source that cannot be read gets its summary all the same', async () => {
    source.commit(START);
    await fixture.sync(source);
    const other = new MemorySource('memory:other', [plainRoot('', 'other')]);
    other.commit({ 'd.md': page('Delta', 'Models answer.') });
    source.commit({ ...START, 'a.md': EDITED });
    source.beforeAnswer = (method) => {
      if (method === 'read') throw new OperationalError('GITHUB_UNREACHABLE', 'no answer.', 'Wait.');
    };
    await fixture.sync([source, other], { summarizer });
    expect(await summaries()).toMatchObject(expected('a-model'));
  });

  test('a failed summary leaves the published one in place', async () => {
    source.commit(START);
    await fixture.sync(source, { summarizer });
    const other = new MemorySummarizer('another');
    other.failure = beta;
    await fixture.sync(source, { summarizer: other });
    expect(await summaries()).toEqual({
      ...expected('another'),
      'b.md': summaryBy('a-model', START['b.md']),
    });
    other.failure = null;
    await fixture.sync(source, { summarizer: other });
    expect(await summaries()).toEqual(expected('another'));
  });

  test('a failure of the endpoint itself stops further requests at once', async () => {
    source.commit(
      Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}.md`, page(`Page ${i}`, `Text ${i}.`)])),
    );
    summarizer.failure = () => NO_QUOTA;
    const report = await fixture.sync(source, { summarizer });
    expect(report).toMatchObject({ outcome: 'published', summaries: { failed: 50 } });
    expect(report.summaries.requested).toBeLessThanOrEqual(3);
  });

  test('three failures without a success stop further requests', async () => {
    source.commit(
      Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}.md`, page(`Page ${i}`, `Text ${i}.`)])),
    );
    summarizer.failure = () => BAD_ANSWER;
    await fixture.sync(source, { summarizer });
    expect(summarizer.asked.length).toBeLessThanOrEqual(6);
  });

  test('documents whose turn did not come are first in the next run, so that every document gets its turn', async () => {
    const titles = Array.from({ length: 10 }, (_, i) => `Page ${i}`);
    const files = Object.fromEntries(
      titles.map((title) => [`${title}.md`, page(title, `${title} is good.`)]),
    );
    source.commit(files);
    summarizer.failure = () => BAD_ANSWER;
    await fixture.sync(source, { summarizer });
    summarizer.failure = (content) => (content.includes('Page 9') ? null : BAD_ANSWER);
    for (let run = 0; run < 3; run++) await fixture.sync(source, { summarizer });
    expect((await summaries())['Page 9.md']).toBe(summaryBy('a-model', files['Page 9.md'] ?? ''));
  });

  test('a missing summary is forgotten when its document is removed', async () => {
    summarizer.failure = beta;
    source.commit(START);
    await fixture.sync(source, { summarizer });
    const { 'b.md': _, ...rest } = START;
    source.commit(rest);
    await fixture.sync(source, { summarizer });
    expect((await fixture.reader.status()).summaries?.missing).toEqual([]);
  });

  test('an unexpected error of the summarizer fails the run', async () => {
    summarizer.failure = () => new TypeError('a slip');
    source.commit(START);
    expect(await fixture.sync(source, { summarizer })).toMatchObject({
      outcome: 'failed',
      error: { code: 'INTERNAL' },
    });
  });

  test('a run asked to stop while it summarizes ends as failed', async () => {
    const caller = new AbortController();
    summarizer.failure = () => {
      caller.abort(new Error('asked to stop'));
      return NO_QUOTA;
    };
    source.commit(START);
    const report = await fixture.sync(source, { summarizer, signal: caller.signal });
    expect(report).toMatchObject({ outcome: 'failed', error: { message: 'asked to stop' } });
    expect((await fixture.reader.status()).documents).toBe(0);
  });
});

describe('an index by a version without summaries', () => {
  test('an index without the summaries field has documents in their own words until a model is configured', async () => {
    source.commit(START);
    await fixture.sync(source);
    damageIndex(fixture.indexPath, "UPDATE state SET status = json_remove(status, '$.summaries')");
    expect((await fixture.reader.status()).summaries).toBeNull();
    expect((await fixture.sync(source)).outcome).toBe('unchanged');
    expect((await fixture.sync(source, { summarizer })).outcome).toBe('published');
  });
});
