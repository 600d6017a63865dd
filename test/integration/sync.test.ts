import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { OperationalError } from '../../src/shared/operational-error.ts';
import { damageIndex } from '../support/damage-index.ts';
import { MemorySource } from '../support/memory-source.ts';
import { rootWith } from '../support/source-builder.ts';
import { SqliteSyncFixture } from '../support/sync-fixture.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

const page = (title: string, ...sections: string[]) =>
  `---\ntitle: ${title}\n---\n\nAbout ${title}.\n${sections.map((text, i) => `\n## Part ${i + 1}\n\n${text}\n`).join('')}`;

const START = {
  'a.md': page('Alpha', 'Graphs are compiled.', 'Chains are short.'),
  'b.md': page('Beta', 'Tools are called.'),
  'sub/c.md': page('Gamma', 'Models answer.'),
};

let fixture: SqliteSyncFixture;
let source: MemorySource;
let embedder: WordEmbedder;
beforeEach(async () => {
  fixture = await SqliteSyncFixture.create();
  source = new MemorySource();
  embedder = new WordEmbedder();
});
afterEach(() => fixture.dispose());

describe('a first sync', () => {
  test('a first sync publishes every document and embeds every chunk', async () => {
    const head = source.commit(START);
    const report = await fixture.sync(source, { embedder });
    expect(report).toMatchObject({
      outcome: 'published',
      sources: [{ source: 'memory:docs', from: null, to: head }],
      sequence: 1,
      changes: { added: 3, modified: 0, renamed: 0, removed: 0 },
      chunks: { removed: 0, kept: 0 },
      embeddings: { requested: embedder.texts.length, reused: 0 },
      skipped: [],
    });
    expect(report.chunks.total).toBe(report.chunks.added);
    const status = await fixture.reader.status();
    expect(status).toMatchObject({
      sources: [{ commit: head, behind: 0 }],
      documents: 3,
      lastRun: { outcome: 'published' },
    });
    expect(status.chunks).toBe(report.chunks.total);
  });

  test('a run that is not due asks no source and leaves no trace, unless the settings ask for another index', async () => {
    source.commit(START);
    const dueBy = '0 0 1 1 *';
    expect(await fixture.sync(source, { dueBy })).toMatchObject({ outcome: 'published' });
    const status = await fixture.reader.status();
    source.commit({ ...START, 'd.md': page('Delta', 'New.') });
    fixture.ahead = 60_000;
    expect(await fixture.sync(source, { dueBy })).toMatchObject({ outcome: 'skipped', sources: [] });
    expect(await fixture.reader.status()).toEqual(status);
    expect(await fixture.sync(source, { dueBy, embedder })).toMatchObject({ outcome: 'published' });
    fixture.ahead = 366 * 24 * 3_600_000;
    expect(await fixture.sync(source, { dueBy, embedder })).toMatchObject({ outcome: 'unchanged' });
  });

  test('a first sync lists no documents in the history: all of them are new', async () => {
    source.commit(START);
    await fixture.sync(source);
    const { changes } = await fixture.reader.changesSince();
    expect(changes).toMatchObject([{ sources: [{ documents: [] }] }]);
  });

  test('a first sync embeds equal passages once, in whatever documents they are', async () => {
    source.commit({ 'a.md': page('Same', 'One.'), 'b.md': page('Same', 'One.') });
    const report = await fixture.sync(source, { embedder });
    expect(new Set(embedder.texts).size).toBe(embedder.texts.length);
    expect(report.chunks.total).toBe(2 * embedder.texts.length);
  });
});

describe('a sync over an unmoved head', () => {
  test('a sync over an unmoved head writes nothing but the record of its check', async () => {
    source.commit(START);
    await fixture.sync(source, { embedder });
    const before = await fixture.reader.status();
    embedder.texts.length = 0;
    source.listings = 0;
    const report = await fixture.sync(source, { embedder });
    expect(report).toMatchObject({
      outcome: 'unchanged',
      sequence: 1,
      chunks: { added: 0, kept: before.chunks },
    });
    expect(embedder.texts).toEqual([]);
    expect([source.listings, source.filesRead.length]).toEqual([0, 3]);
    const after = await fixture.reader.status();
    const [{ checkedAt = '' } = {}] = after.sources;
    const sources = before.sources.map((each) => ({ ...each, checkedAt }));
    expect(after).toEqual({ ...before, sources, lastRun: after.lastRun });
    expect(after.lastRun?.outcome).toBe('unchanged');
  });
});

describe('a head that moved without touching a document', () => {
  test('a commit that touches no document advances the published sequence and is not in the history', async () => {
    source.commit(START);
    await fixture.sync(source, { embedder });
    const before = await fixture.reader.status();
    const head = source.commit(START, 'ci: another runner');
    const report = await fixture.sync(source, { embedder });
    expect(report).toMatchObject({ outcome: 'unchanged', sources: [{ to: head }], sequence: 1 });
    const { changes, status } = await fixture.reader.changesSince();
    expect(changes).toHaveLength(1);
    expect(status).toMatchObject({ sequence: 1, syncedAt: before.syncedAt });
    expect(status.sources).toMatchObject([{ commit: head, behind: 0 }]);
  });
});

describe('a change', () => {
  beforeEach(async () => {
    source.commit(START);
    await fixture.sync(source, { embedder });
    embedder.texts.length = 0;
    source.filesRead.length = 0;
    source.listings = 0;
  });

  test('an edited sentence embeds one chunk and reads one document', async () => {
    source.commit({ ...START, 'a.md': START['a.md'].replace('compiled', 'compiled once') });
    const report = await fixture.sync(source, { embedder });
    expect(embedder.texts).toEqual([expect.stringContaining('Graphs are compiled once.')]);
    expect(report).toMatchObject({
      outcome: 'published',
      changes: { modified: 1 },
      chunks: { added: 1, removed: 1 },
      embeddings: { requested: 1 },
    });
    expect(source.filesRead).toEqual(['a.md']);
    expect(source.listings).toBe(0);
  });

  test('a rename reads and embeds nothing, and the old path redirects to the new one', async () => {
    const { 'a.md': moved, ...rest } = START;
    source.commit({ ...rest, 'sub/z.md': moved });
    const report = await fixture.sync(source, { embedder });
    expect(report).toMatchObject({
      changes: { added: 0, renamed: 1, removed: 0 },
      embeddings: { requested: 0 },
    });
    expect([embedder.texts, source.filesRead]).toEqual([[], []]);
    const { document, redirectedFrom } = await fixture.reader.document('a.md');
    expect([document?.path, redirectedFrom]).toEqual(['sub/z.md', 'a.md']);
  });

  test('a reverted change embeds nothing', async () => {
    source.commit({ ...START, 'a.md': page('Alpha', 'Something else.') });
    await fixture.sync(source, { embedder });
    embedder.texts.length = 0;
    source.commit(START);
    await fixture.sync(source, { embedder });
    expect(embedder.texts).toEqual([]);
  });

  test('a change is in the history with its commits and documents', async () => {
    const { 'b.md': gone, ...rest } = START;
    source.commit({ ...START, 'd.md': page('Delta') }, 'docs: delta');
    source.commit({ ...rest, 'd.md': page('Delta'), 'e.md': gone }, 'docs: move beta');
    await fixture.sync(source, { embedder });
    const { changes } = await fixture.reader.changesSince();
    expect(changes[0]?.sources).toMatchObject([
      {
        commit: { subject: 'docs: move beta' },
        commits: [{ subject: 'docs: delta' }, { subject: 'docs: move beta' }],
        documents: [
          { path: 'd.md', change: 'added' },
          { path: 'e.md', change: 'renamed', previousPath: 'b.md' },
        ],
      },
    ]);
  });

  test('a comparison that contradicts the index is replaced by the listing', async () => {
    source.commit({ ...START, 'd.md': page('Delta') });
    source.comparison = (truth) => ({ ...truth, changes: [{ kind: 'removed', path: 'nowhere.md' }] });
    expect(await fixture.sync(source, { embedder })).toMatchObject({
      outcome: 'published',
      changes: { added: 1, removed: 0 },
    });
    expect(source.listings).toBe(1);
  });

  test('a force-push is found by reading the listing', async () => {
    source.commit({ ...START, 'd.md': page('Delta') });
    await fixture.sync(source, { embedder });
    source.forcePushTo(1);
    source.commit({ ...START, 'b.md': page('Beta', 'Another branch.') });
    expect(await fixture.sync(source, { embedder })).toMatchObject({ changes: { modified: 1, removed: 1 } });
    expect((await fixture.reader.list()).documents.map(({ path }) => path).sort()).toEqual(
      Object.keys(START),
    );
  });
});

describe('the guard', () => {
  const one = { 'a.md': START['a.md'] };
  beforeEach(async () => {
    source.commit(START);
    await fixture.sync(source);
  });

  test('the guard stops a run that would remove most documents, and the run records how far behind the index is', async () => {
    const before = await fixture.export();
    source.commit(one);
    expect(await fixture.sync(source)).toMatchObject({
      outcome: 'failed',
      error: { code: 'MASS_DELETE_REFUSED' },
    });
    expect(await fixture.export()).toBe(before);
    const status = await fixture.reader.status();
    expect(status).toMatchObject({ sequence: 1, sources: [{ behind: 1 }], consecutiveFailures: 1 });
    expect(status.lastRun).toMatchObject({ outcome: 'failed', error: { code: 'MASS_DELETE_REFUSED' } });
  });

  test('the guard lets a run pass with allowMassDelete', async () => {
    source.commit(one);
    const report = await fixture.sync(source, { allowMassDelete: true });
    expect(report).toMatchObject({ outcome: 'published', changes: { removed: 2 } });
  });
});

describe('a document that cannot be indexed', () => {
  const broken = '---\ntitle: [\n---\n\nBroken.\n';

  test('a document that cannot be indexed is named in the report, and the others are indexed', async () => {
    source.commit({ ...START, 'broken.md': broken, 'binary.md': Uint8Array.of(0, 1, 2) });
    const report = await fixture.sync(source);
    expect(report).toMatchObject({ outcome: 'published', changes: { added: 3 } });
    expect(report.skipped.map(({ path }) => path)).toEqual(['binary.md', 'broken.md']);
    expect((await fixture.reader.status()).skipped).toEqual(report.skipped);
  });

  test('a document that can no longer be indexed keeps its published version, and is not read again until it changes', async () => {
    source.commit(START);
    await fixture.sync(source);
    source.commit({ ...START, 'a.md': broken });
    await fixture.sync(source);
    expect((await fixture.reader.document('a.md')).document?.content).toBe(START['a.md']);

    source.filesRead.length = 0;
    source.commit({ ...START, 'a.md': broken, 'd.md': page('Delta') });
    expect(await fixture.sync(source)).toMatchObject({ skipped: [{ path: 'a.md' }], changes: { added: 1 } });
    expect(source.filesRead).toEqual(['d.md']);

    source.commit({ ...START, 'a.md': page('Alpha', 'Repaired.'), 'd.md': page('Delta') });
    expect(await fixture.sync(source)).toMatchObject({ skipped: [], changes: { modified: 1 } });
    expect((await fixture.reader.document('a.md')).document?.content).toContain('Repaired.');
  });

  test('a document that can no longer be indexed keeps its published version in a rebuild too', async () => {
    source.commit(START);
    await fixture.sync(source);
    source.commit({ ...START, 'a.md': broken });
    await fixture.sync(source, { rebuild: true });
    expect((await fixture.reader.document('a.md')).document?.content).toBe(START['a.md']);
    expect((await fixture.reader.status()).documents).toBe(3);
  });

  test('a rebuild reads skipped documents again and adds those that can be indexed now', async () => {
    source.commit(START);
    await fixture.sync(source);
    const [path, blob] = [...(await source.manifest((await source.head(null)).revision))][0] ?? [];
    damageIndex(
      fixture.indexPath,
      `UPDATE state SET status = json_set(status, '$.skipped[0]', json('${JSON.stringify({ path, blob, reason: 'too complex' })}'));
       DELETE FROM documents WHERE path = '${path}'`,
    );
    const report = await fixture.sync(source, { rebuild: true });
    expect(report).toMatchObject({ outcome: 'published', changes: { added: 1 }, skipped: [] });
    expect(await fixture.reader.status()).toMatchObject({ documents: 3, skipped: [] });
  });

  test('a skipped document that is all that changed causes no publish', async () => {
    source.commit(START);
    await fixture.sync(source);
    const head = source.commit({ ...START, 'broken.md': broken });
    expect(await fixture.sync(source)).toMatchObject({
      outcome: 'unchanged',
      sequence: 1,
      skipped: [{ path: 'broken.md' }],
    });
    expect(await fixture.reader.status()).toMatchObject({
      sources: [{ commit: head }],
      skipped: [{ path: 'broken.md' }],
    });
  });

  test('a skipped document is named by every run while it exists, also by an unchanged one', async () => {
    source.commit({ ...START, 'broken.md': broken });
    const { skipped } = await fixture.sync(source);
    expect(await fixture.sync(source)).toMatchObject({ outcome: 'unchanged', skipped });
    expect(skipped).toHaveLength(1);
  });

  test('a run fails if no document at all can be indexed', async () => {
    source.commit({ 'broken.md': broken });
    expect(await fixture.sync(source)).toMatchObject({
      outcome: 'failed',
      error: { code: 'DOCS_ALL_SKIPPED' },
    });
  });
});

describe('another address of a root', () => {
  test('another address prepares every document of the root again from the contents in the index, in the same generation', async () => {
    source.commit(START);
    await fixture.sync(source, { embedder });
    [source.filesRead.length, source.listings, embedder.texts.length] = [0, 0, 0];
    const published = source.withRoots([rootWith({ site: 'https://docs.example.com' })]);
    const report = await fixture.sync(published, { embedder });
    expect(report).toMatchObject({ outcome: 'published', changes: { added: 0, modified: 0 } });
    expect([source.filesRead, published.filesRead, published.listings]).toEqual([[], [], 0]);
    expect(embedder.texts).toEqual([]);
    const { documents, status } = await fixture.reader.list();
    expect(documents.map(({ url }) => url)).toContain('https://docs.example.com/sub/c/');
    expect(status.sources).toMatchObject([{ roots: [{ site: 'https://docs.example.com' }] }]);
    expect(await fixture.sync(published, { embedder })).toMatchObject({ outcome: 'unchanged' });
  });
});

describe('another fingerprint', () => {
  test('another fingerprint prepares every document again from the contents in the index', async () => {
    source.commit(START);
    await fixture.sync(source, { embedder });
    source.filesRead.length = 0;
    const report = await fixture.sync(source, { embedder: null });
    expect(report).toMatchObject({
      outcome: 'published',
      changes: { added: 0, modified: 0 },
      chunks: { kept: 0, added: report.chunks.total },
    });
    expect(source.filesRead).toEqual([]);
  });

  test('another fingerprint with the same model reuses the vectors', async () => {
    source.commit(START);
    await fixture.sync(source, { embedder });
    damageIndex(fixture.indexPath, "UPDATE state SET status = json_set(status, '$.fingerprint.chunker', 0)");
    embedder.texts.length = 0;
    const report = await fixture.sync(source, { embedder });
    expect(report).toMatchObject({ outcome: 'published', chunks: { kept: 0 } });
    expect(embedder.texts).toEqual([]);
  });

  test('another model embeds everything again', async () => {
    source.commit(START);
    await fixture.sync(source, { embedder });
    const other = new WordEmbedder('another-model');
    await fixture.sync(source, { embedder: other });
    expect(other.texts).toEqual(embedder.texts);
    expect((await fixture.reader.status()).fingerprint?.model).toBe('another-model');
  });

  test('a rebuild keeps former paths and the history', async () => {
    source.commit(START);
    await fixture.sync(source);
    const { 'a.md': moved, ...rest } = START;
    source.commit({ ...rest, 'z.md': moved });
    await fixture.sync(source);
    await fixture.sync(source, { rebuild: true });
    expect((await fixture.reader.document('a.md')).document?.path).toBe('z.md');
    expect((await fixture.reader.changesSince()).changes.length).toBeGreaterThanOrEqual(2);
  });
});

describe('a dry run', () => {
  test('a dry run says what a sync would do and cost, and changes nothing', async () => {
    source.commit(START);
    await fixture.sync(source, { embedder });
    const before = [await fixture.export(), await fixture.reader.status()];
    embedder.texts.length = 0;
    source.commit({ ...START, 'a.md': START['a.md'].replace('compiled', 'compiled once') });
    const dryRun = await fixture.sync(source, { embedder, dryRun: true });
    expect([await fixture.export(), await fixture.reader.status()]).toEqual(before);
    expect(embedder.texts).toEqual([]);
    expect(dryRun).toMatchObject({ dryRun: true, plan: [{ path: 'a.md', change: 'modified' }] });

    const report = await fixture.sync(source, { embedder });
    expect(dryRun).toMatchObject({
      outcome: report.outcome,
      changes: report.changes,
      chunks: report.chunks,
      embeddings: { requested: report.embeddings.requested, reused: report.embeddings.reused },
    });
  });

  test('a dry run works without an index, and creates none', async () => {
    source.commit(START);
    const report = await fixture.sync(source, { dryRun: true });
    expect(report).toMatchObject({ outcome: 'published', changes: { added: 3 }, sequence: 0 });
    expect((await fixture.reader.status()).lastRun).toBeNull();
  });
});

describe('a failure', () => {
  test('a failure of the embedder leaves the published sequence as it was', async () => {
    source.commit(START);
    await fixture.sync(source, { embedder });
    const before = await fixture.export();
    source.commit({ ...START, 'd.md': page('Delta') });
    embedder.failure = new OperationalError('EMBEDDER_UNREACHABLE', 'no answer.', 'Try again.');
    const report = await fixture.sync(source, { embedder });
    expect(report).toMatchObject({ outcome: 'failed', sequence: 1, error: { code: 'EMBEDDER_UNREACHABLE' } });
    expect(await fixture.export()).toBe(before);
    embedder.failure = null;
    expect(await fixture.sync(source, { embedder })).toMatchObject({ outcome: 'published', sequence: 2 });
    expect((await fixture.reader.status()).consecutiveFailures).toBe(0);
  });

  test('the embedder fails before anything is staged', async () => {
    source.commit(START);
    embedder.failure = new Error('broken');
    const staged: number[] = [];
    const progress = {
      started: (step: string) => void (step === 'stage' && staged.push(1)),
      advanced() {},
      finished() {},
    };
    await fixture.sync(source, { embedder, progress });
    expect(staged).toEqual([]);
  });

  test('an unexpected error is reported as INTERNAL', async () => {
    source.commit(START);
    embedder.failure = new TypeError('undefined is not a function');
    expect(await fixture.sync(source, { embedder })).toMatchObject({
      error: { code: 'INTERNAL', message: 'undefined is not a function' },
    });
  });

  test('a source that does not answer does not count as checked', async () => {
    source.commit(START);
    await fixture.sync(source);
    const { sources } = await fixture.reader.status();
    const unreachable = new MemorySource();
    await fixture.sync(unreachable);
    expect(await fixture.reader.status()).toMatchObject({ sources, lastRun: { outcome: 'failed' } });
  });
});

describe('being asked to stop', () => {
  test.each(['head', 'diff', 'read', 'prepare', 'embed', 'stage'] as const)(
    'a run asked to stop at %s ends as aborted, with the published sequence as it was',
    async (at) => {
      source.commit(START);
      await fixture.sync(source, { embedder });
      const before = await fixture.export();
      source.commit({ ...START, 'd.md': page('Delta') });
      const stop = new AbortController();
      const progress = {
        started: (step: string) => {
          if (step === at) stop.abort(new OperationalError('ABORTED', 'stopped by SIGTERM.', 'Run again.'));
        },
        advanced() {},
        finished() {},
      };
      const report = await fixture.sync(source, { embedder, progress, signal: stop.signal });
      expect(report).toMatchObject({ outcome: 'failed', error: { code: 'ABORTED' } });
      expect(await fixture.export()).toBe(before);
      expect((await fixture.reader.status()).lastRun?.error?.code).toBe('ABORTED');
      expect(await fixture.sync(source, { embedder })).toMatchObject({ outcome: 'published' });
    },
  );
});

describe('two runs at once', () => {
  test('of two runs at once one works, and the other is skipped and leaves no trace', async () => {
    source.commit(START);
    let second: Promise<unknown> = Promise.resolve();
    const progress = {
      started(step: string) {
        if (step === 'stage') second = fixture.sync(source, { owner: 'second' });
      },
      advanced() {},
      finished() {},
    };
    const first = await fixture.sync(source, { progress, owner: 'first' });
    expect(first.outcome).toBe('published');
    expect(await second).toMatchObject({ outcome: 'skipped', lease: { heldBy: 'first' } });
    expect((await fixture.reader.status()).lastRun?.outcome).toBe('published');
  });
});

test('a run that another run overtook before it had the lease asks for the head again', async () => {
  source.commit(START);
  await fixture.sync(source);
  source.commit({ ...START, 'd.md': page('Delta') });
  source.afterHead = async () => {
    source.afterHead = null;
    source.commit({ ...START, 'e.md': page('Epsilon') });
    await fixture.sync(source, { owner: 'the faster one' });
  };
  expect(await fixture.sync(source)).toMatchObject({ outcome: 'unchanged', sequence: 2 });
  expect((await fixture.reader.list()).documents.map(({ path }) => path)).toContain('e.md');
});

test('an index of another source is refused, and rebuilt on request', async () => {
  source.commit(START);
  await fixture.sync(source);
  const other = new MemorySource('memory:other');
  other.commit({ 'x.md': page('Other') });
  const before = await fixture.export();
  expect(await fixture.sync(other)).toMatchObject({
    outcome: 'failed',
    error: { code: 'INDEX_OTHER_SOURCE', message: expect.stringContaining('memory:docs') },
  });
  expect(await fixture.export()).toBe(before);
  expect(await fixture.sync(other, { dryRun: true })).toMatchObject({
    error: { code: 'INDEX_OTHER_SOURCE' },
  });
  expect(await fixture.sync(other, { rebuild: true })).toMatchObject({
    outcome: 'published',
    sources: [{ from: null }],
  });
  expect(await fixture.reader.status()).toMatchObject({ sources: [{ from: 'memory:other' }], documents: 1 });
  expect((await fixture.reader.list()).documents.map(({ path }) => path)).toEqual(['x.md']);
});
