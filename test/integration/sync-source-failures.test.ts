import { beforeEach, describe, expect, test } from '@jest/globals';
import { assessFreshness } from '../../src/shared/freshness.ts';
import { OperationalError } from '../../src/shared/operational-error.ts';
import { MemorySource, type SourceMethod } from '../support/memory-source.ts';
import { describeOnEachIndex } from '../support/on-each-index.ts';
import { plainRoot, rootWith } from '../support/source-builder.ts';
import { SqliteSyncFixture, type SyncFixture } from '../support/sync-fixture.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

const page = (title: string, text: string) =>
  `---\ntitle: ${title}\n---\n\nAbout ${title}.\n\n## Part\n\n${text}\n`;

const DOCS = { 'a.md': page('Alpha', 'Graphs are compiled.'), 'b.md': page('Beta', 'Tools are called.') };
const CODE = {
  'README.md': page('Code', 'Models answer.'),
  'x.md': page('Extra', 'Chains are short.'),
  'y.md': page('More', 'Streams flow.'),
};
const EDITED_DOCS = { ...DOCS, 'a.md': page('Alpha', 'Graphs are compiled once.') };
/** One document is renamed, one edited, two are added. */
const EDITED_CODE = {
  'README.md': page('Code', 'Models answer twice.'),
  'z.md': CODE['x.md'],
  'y.md': CODE['y.md'],
  'new.md': page('New', 'Agents plan.'),
  'newer.md': page('Newer', 'Callbacks run.'),
};
const BROKEN = '---\ntitle: [\n---\n\nBroken.\n';
const DOWN = { code: 'GITHUB_UNREACHABLE', message: 'no answer.', advice: 'Wait.' };
const HOUR_MS = 3_600_000;

/** Lets a source fail at a method, from the call with that number on, counted from 0. */
function fail(source: MemorySource, at: SourceMethod, from = 0): void {
  let calls = 0;
  source.beforeAnswer = (method) => {
    if (method === at && calls++ >= from)
      throw new OperationalError('GITHUB_UNREACHABLE', DOWN.message, DOWN.advice);
  };
}

describeOnEachIndex('a source that fails', (index) => {
  let docs: MemorySource;
  let code: MemorySource;
  let embedder: WordEmbedder;
  beforeEach(async () => {
    docs = new MemorySource('memory:docs');
    docs.commit(DOCS);
    code = new MemorySource('memory:code', [plainRoot('', 'code')]);
    code.commit(CODE);
    embedder = new WordEmbedder();
    await index().sync([docs, code], { embedder });
  });

  const sync = (options = {}) => index().sync([docs, code], { embedder, ...options });
  const source = async (from: string) =>
    (await index().reader.status()).sources.find((each) => each.from === from);

  describe.each<[string, SourceMethod]>([
    ['at its head', 'head'],
    ['at the first file', 'read'],
  ])('%s, while its root moves', (_, method) => {
    test.each(['before', 'after'])(
      'a source that takes its former place waits if it is listed %s it, and the others are published',
      async (position) => {
        const moved = code.withRoots([plainRoot('', 'old')]);
        const newcomer = new MemorySource('memory:newcomer', [plainRoot('', 'code')]);
        newcomer.commit({ 'README.md': page('Newcomer', 'It comes.'), 'own.md': page('Own', 'Alone.') });
        const list = position === 'before' ? [docs, newcomer, moved] : [docs, moved, newcomer];
        docs.commit(EDITED_DOCS);
        moved.commit(EDITED_CODE);
        fail(moved, method);
        const before = await exportBelow(index(), 'code/');
        const report = await index().sync(list, { embedder });
        expect(report).toMatchObject({
          outcome: 'published',
          changes: { added: 0, modified: 1, renamed: 0 },
        });
        const errors = Object.fromEntries(report.sources.map((each) => [each.source, each.error?.code]));
        expect(errors).toEqual({
          'memory:docs': undefined,
          'memory:code': 'GITHUB_UNREACHABLE',
          'memory:newcomer': 'SOURCE_PLACE_TAKEN',
        });
        expect(await exportBelow(index(), 'code/')).toBe(before);

        // Its documents belong to it in the next run too.
        expect(await index().sync(list, { embedder })).toMatchObject({ outcome: 'unchanged' });
        expect(await index().sync(list, { embedder, rebuild: true })).toMatchObject({ outcome: 'published' });
        expect(await exportBelow(index(), 'code/')).toBe(before);

        moved.beforeAnswer = null;
        expect(await index().sync(list, { embedder, allowMassDelete: true })).toMatchObject({
          outcome: 'published',
        });
        await expectFreshExport(index(), list);
        expect(await index().sync(list, { embedder })).toMatchObject({ outcome: 'unchanged' });
      },
    );
  });

  describe.each<[string, SourceMethod, number, boolean]>([
    ['at its head', 'head', 0, false],
    ['at its comparison', 'compare', 0, false],
    ['at its manifest', 'manifest', 0, false],
    ['at the first file', 'read', 0, true],
    ['halfway through its files', 'read', 2, true],
  ])('%s', (_, method, from, confirmed) => {
    test('it keeps what it has, the others are published, and its error stays until a run without one', async () => {
      const before = await exportBelow(index(), 'code/');
      const formerCheck = (await source('memory:code'))?.checkedAt;
      docs.commit(EDITED_DOCS);
      const head = code.commit(EDITED_CODE);
      // Without a comparison the manifest has to be read.
      if (method === 'manifest') code.comparison = () => null;
      fail(code, method, from);
      index().ahead = 60_000;
      expect(await sync()).toMatchObject({
        outcome: 'published',
        sequence: 2,
        changes: { added: 0, modified: 1, renamed: 0, removed: 0 },
        sources: [{ source: 'memory:docs' }, { source: 'memory:code', error: DOWN }],
      });
      expect(await exportBelow(index(), 'code/')).toBe(before);
      expect((await index().reader.document('a.md')).document?.content).toBe(EDITED_DOCS['a.md']);
      const { changes, status } = await index().reader.changesSince();
      expect(changes[0]?.sources).toMatchObject([{ from: 'memory:docs', documents: [{ path: 'a.md' }] }]);
      expect(status).toMatchObject({ consecutiveFailures: 0, lastRun: { outcome: 'published' } });
      expect(await source('memory:docs')).not.toHaveProperty('error');
      const failed = await source('memory:code');
      expect(failed).toMatchObject({ error: DOWN, commit: { subject: 'Commit 1' } });
      // Only a head that was confirmed counts as a check, and then tells that the index is behind.
      if (confirmed) expect(failed?.behind).toBe(1);
      else expect(failed).toMatchObject({ checkedAt: formerCheck, behind: 0 });

      // The next run tries again, fails again, and leaves the other source as it is.
      fail(code, method, from);
      expect(await sync()).toMatchObject({ outcome: 'unchanged', sources: [{}, { error: DOWN }] });
      expect(await exportBelow(index(), 'code/')).toBe(before);
      expect(await source('memory:code')).toMatchObject({ error: DOWN });

      code.beforeAnswer = null;
      expect(await sync()).toMatchObject({
        outcome: 'published',
        changes: { added: 2, modified: 1, renamed: 1, removed: 0 },
      });
      const recovered = await source('memory:code');
      expect(recovered).toMatchObject({ commit: head, behind: 0 });
      expect(recovered).not.toHaveProperty('error');
      await expectFreshExport(index(), [docs, code]);
    });

    test('a rebuild keeps its documents, and the files that could not become documents', async () => {
      code.commit({ ...CODE, 'x.md': BROKEN, 'never.md': BROKEN });
      await sync();
      const before = await exportBelow(index(), 'code/');
      expect((await index().reader.status()).skipped.map(({ path }) => path)).toEqual([
        'code/never.md',
        'code/x.md',
      ]);
      const { skipped } = await index().reader.status();

      docs.commit(EDITED_DOCS);
      code.commit({ ...EDITED_CODE, 'x.md': BROKEN, 'never.md': BROKEN });
      fail(code, method, from);
      expect(await sync({ rebuild: true })).toMatchObject({
        outcome: 'published',
        sources: [{}, { error: DOWN }],
      });
      expect(await exportBelow(index(), 'code/')).toBe(before);
      expect(await index().reader.status()).toMatchObject({ documents: 5, skipped });
      code.beforeAnswer = null;
      await sync();
      expect((await index().reader.document('code/x.md')).document?.content).toBe(CODE['x.md']);
    });
  });

  test('a source that fails before anything of it was indexed is read in by a later run', async () => {
    const added = new MemorySource('memory:added', [plainRoot('', 'added')]);
    added.commit({ 'a.md': page('Added', 'Late.') });
    fail(added, 'head');
    const list = [added, docs, code];
    expect(await index().sync(list, { embedder })).toMatchObject({
      outcome: 'unchanged',
      sources: [{ error: DOWN }, {}, {}],
    });
    expect((await index().reader.status()).sources).toMatchObject([
      { from: 'memory:added', commit: null, error: DOWN },
      { from: 'memory:docs' },
      { from: 'memory:code' },
    ]);
    fail(added, 'read');
    expect(await index().sync(list, { embedder })).toMatchObject({
      outcome: 'unchanged',
      sources: [{ error: DOWN }, {}, {}],
    });
    added.beforeAnswer = null;
    expect(await index().sync(list, { embedder })).toMatchObject({
      outcome: 'published',
      changes: { added: 1 },
    });
    await expectFreshExport(index(), list);
  });

  test('a source that fails in the first run of an index does not keep the others from being published', async () => {
    const fresh = await SqliteSyncFixture.create();
    try {
      fail(code, 'read', 1);
      expect(await fresh.sync([docs, code], { embedder })).toMatchObject({
        outcome: 'published',
        changes: { added: 2 },
        sources: [{}, { error: DOWN }],
      });
      code.beforeAnswer = null;
      expect(await fresh.sync([docs, code], { embedder })).toMatchObject({ changes: { added: 3 } });
      await expectFreshExport(fresh, [docs, code]);
    } finally {
      await fresh.dispose();
    }
  });

  test('a run in which every source fails has failed with the error of the first', async () => {
    const before = await index().export();
    const failing = (name: string, at: SourceMethod) => (method: SourceMethod) => {
      if (method === at) throw new OperationalError('GITHUB_RATE_LIMITED', `${name} is tired.`, 'Wait.');
    };
    docs.commit(EDITED_DOCS);
    code.commit(EDITED_CODE);
    for (const [first, second] of [
      ['head', 'head'],
      ['compare', 'head'],
      ['read', 'compare'],
      ['read', 'read'],
    ] as const) {
      docs.beforeAnswer = failing('docs', first);
      code.beforeAnswer = failing('code', second);
      expect(await sync()).toMatchObject({
        outcome: 'failed',
        sequence: 1,
        error: { code: 'GITHUB_RATE_LIMITED', message: 'docs is tired.' },
      });
      expect(await index().export()).toBe(before);
      expect((await source('memory:code'))?.error?.message).toBe('code is tired.');
    }
    expect((await index().reader.status()).consecutiveFailures).toBe(4);
    [docs.beforeAnswer, code.beforeAnswer] = [null, null];
    expect(await sync()).toMatchObject({ outcome: 'published' });
    await expectFreshExport(index(), [docs, code]);
  });

  test('a mass delete in one root refuses that source alone, until it is allowed', async () => {
    docs.commit(EDITED_DOCS);
    code.commit({ 'README.md': CODE['README.md'] });
    const refused = { code: 'MASS_DELETE_REFUSED', message: expect.stringContaining('2 of 3 documents') };
    expect(await sync()).toMatchObject({
      outcome: 'published',
      changes: { modified: 1, removed: 0 },
      sources: [{ source: 'memory:docs' }, { source: 'memory:code', error: refused }],
    });
    expect(await source('memory:code')).toMatchObject({
      error: refused,
      behind: 1,
      commit: { subject: 'Commit 1' },
    });
    expect(await sync()).toMatchObject({ outcome: 'unchanged', sources: [{}, { error: refused }] });
    expect(await sync({ allowMassDelete: true })).toMatchObject({
      outcome: 'published',
      changes: { removed: 2 },
    });
    expect(await source('memory:code')).not.toHaveProperty('error');
    await expectFreshExport(index(), [docs, code]);
  });

  test('a source whose root moved keeps its documents where they are until it can be read', async () => {
    const moved = code.withRoots([rootWith({ at: 'moved', site: 'https://docs.example.com/code' })]);
    const before = await exportBelow(index(), 'code/');
    moved.commit(EDITED_CODE);
    fail(moved, 'read');
    for (const outcome of ['unchanged', 'unchanged'])
      expect(await index().sync([docs, moved], { embedder })).toMatchObject({ outcome });
    expect(await exportBelow(index(), 'code/')).toBe(before);
    moved.beforeAnswer = null;
    expect(await index().sync([docs, moved], { embedder })).toMatchObject({ outcome: 'published' });
    await expectFreshExport(index(), [docs, moved]);
  });

  test('a source with another site that cannot be read is not published again by every run', async () => {
    const published = code.withRoots([rootWith({ at: 'code', site: 'https://docs.example.com/code' })]);
    published.commit(EDITED_CODE);
    for (const method of ['head', 'compare', 'read'] as const) {
      fail(published, method);
      expect(await index().sync([docs, published], { embedder })).toMatchObject({ outcome: 'unchanged' });
    }
    published.beforeAnswer = null;
    expect(await index().sync([docs, published], { embedder })).toMatchObject({ outcome: 'published' });
    await expectFreshExport(index(), [docs, published]);
  });

  test('a document that moves to a source that fails is not lost when both are read again', async () => {
    const { 'b.md': moved, ...rest } = DOCS;
    docs.commit({ ...rest, 'c.md': page('Gamma', 'Three.') });
    code.commit({ ...CODE, 'b.md': moved });
    fail(code, 'head');
    await sync();
    code.beforeAnswer = null;
    embedder.texts.length = 0;
    await sync();
    await expectFreshExport(index(), [docs, code]);
    expect(embedder.texts).toEqual([]);
  });

  test('a document that moves from one source to another is a rename, and its former path resolves', async () => {
    const { 'b.md': moved, ...rest } = DOCS;
    docs.commit({ ...rest, 'c.md': page('Gamma', 'Three.') });
    code.commit({ ...CODE, 'b.md': moved });
    embedder.texts.length = 0;
    expect(await sync()).toMatchObject({ changes: { renamed: 1, removed: 0 } });
    expect(embedder.texts.filter((text) => text.includes('Tools are called'))).toEqual([]);
    expect((await index().reader.document('b.md')).document?.path).toBe('code/b.md');
    await expectFreshExport(index(), [docs, code]);
  });

  test('freshness names the source that is unreachable once its last check is too old', async () => {
    const MAX_AGE = 3 * 3600;
    const freshness = async () =>
      assessFreshness(await index().reader.status(), Date.now() + index().ahead, MAX_AGE);
    fail(code, 'head');
    index().ahead = HOUR_MS;
    await sync();
    expect(await freshness()).toMatchObject({ state: 'fresh' });
    index().ahead = 4 * HOUR_MS;
    await sync();
    expect(await freshness()).toMatchObject({
      state: 'stale',
      reason: 'source_unreachable',
      errorCode: 'GITHUB_UNREACHABLE',
      source: 'memory:code',
    });
    code.beforeAnswer = null;
    await sync();
    expect(await freshness()).toMatchObject({ state: 'fresh' });
  });

  test('freshness names the source that could not be read after it confirmed newer commits', async () => {
    code.commit(EDITED_CODE);
    fail(code, 'read');
    await sync();
    expect(assessFreshness(await index().reader.status(), Date.now(), 3600)).toMatchObject({
      state: 'stale',
      reason: 'source_unreachable',
      source: 'memory:code',
    });
  });

  test('a bug in one source fails the run as INTERNAL', async () => {
    code.beforeAnswer = () => {
      throw new TypeError('undefined is not a function');
    };
    expect(await sync()).toMatchObject({ outcome: 'failed', error: { code: 'INTERNAL' } });
  });
});

/** The lines of the export whose documents are below a folder. */
async function exportBelow(fixture: SyncFixture, folder: string): Promise<string> {
  const lines = (await fixture.export()).split('\n');
  return lines.filter((line) => line.includes(`"path":"${folder}`)).join('\n');
}

/** Compares the index with that of a fresh sync of the same list. */
async function expectFreshExport(fixture: SyncFixture, list: readonly MemorySource[]): Promise<void> {
  const fresh = await SqliteSyncFixture.create();
  try {
    const report = await fresh.sync(list, { embedder: new WordEmbedder() });
    expect(report.error).toBeUndefined();
    expect(await fixture.export()).toBe(await fresh.export());
  } finally {
    await fresh.dispose();
  }
}
