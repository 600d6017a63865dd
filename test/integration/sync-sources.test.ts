import { beforeEach, describe, expect, test } from '@jest/globals';
import { OperationalError } from '../../src/shared/operational-error.ts';
import { MemorySource } from '../support/memory-source.ts';
import { describeOnEachIndex } from '../support/on-each-index.ts';
import { plainRoot, rootWith } from '../support/source-builder.ts';
import { SqliteSyncFixture, type SyncFixture } from '../support/sync-fixture.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

const page = (title: string, text: string) =>
  `---\ntitle: ${title}\n---\n\nAbout ${title}.\n\n## Part\n\n${text}\n`;

const DOCS = {
  'en/a.md': page('Alpha', 'Graphs are compiled.'),
  'en/b.md': page('Beta', 'Tools are called.'),
  'zh/a.md': page('Alpha', '图是编译的。'),
};
const CODE = {
  'README.md': page('Code', 'Models answer.'),
  'x/README.md': page('Extra', 'Chains are short.'),
};

const EN = plainRoot('en');
const ZH = plainRoot('zh', 'zh');
const ALL = ['a.md', 'b.md', 'code/README.md', 'code/x/README.md', 'zh/a.md'];
const UNCHANGED = { added: 0, modified: 0, renamed: 0, removed: 0 };

describeOnEachIndex('a list of sources', (index) => {
  let docs: MemorySource;
  let code: MemorySource;
  let embedder: WordEmbedder;
  beforeEach(() => {
    docs = new MemorySource('memory:docs', [EN, ZH]);
    docs.commit(DOCS, 'docs: start');
    code = new MemorySource('memory:code', [plainRoot('', 'code')]);
    code.commit(CODE, 'code: start');
    embedder = new WordEmbedder();
  });

  const paths = async () => (await index().reader.list()).documents.map(({ path }) => path).sort();
  const forget = () => {
    embedder.texts.length = 0;
    for (const source of [docs, code]) [source.listings, source.filesRead.length] = [0, 0];
  };

  describe('the first sync', () => {
    test('one publish has the documents of all sources, each with its commit', async () => {
      const report = await index().sync([docs, code], { embedder });
      expect(report).toMatchObject({
        outcome: 'published',
        sequence: 1,
        changes: { ...UNCHANGED, added: 5 },
        sources: [
          { source: 'memory:docs', from: null, to: { subject: 'docs: start' } },
          { source: 'memory:code', from: null, to: { subject: 'code: start' } },
        ],
      });
      expect(await paths()).toEqual(ALL);
      const { changes, status } = await index().reader.changesSince();
      expect(status.sources).toMatchObject([
        { from: 'memory:docs', roots: [EN, ZH], commit: { subject: 'docs: start' }, behind: 0 },
        { from: 'memory:code', commit: { subject: 'code: start' }, behind: 0 },
      ]);
      expect(changes).toMatchObject([
        {
          sources: [
            { from: 'memory:docs', documents: [] },
            { from: 'memory:code', documents: [] },
          ],
        },
      ]);
    });

    test('a source without a change costs its head alone, and an edited word one text', async () => {
      await index().sync([docs, code], { embedder });
      forget();
      code.commit({ ...CODE, 'README.md': page('Code', 'Models answer twice.') }, 'code: twice');
      const report = await index().sync([docs, code], { embedder });
      expect(report).toMatchObject({ outcome: 'published', changes: { ...UNCHANGED, modified: 1 } });
      expect(embedder.texts).toHaveLength(1);
      expect(code.filesRead).toEqual(['code/README.md']);
      expect([docs.filesRead, docs.listings, code.listings]).toEqual([[], 0, 0]);
      const { changes } = await index().reader.changesSince();
      expect(changes[0]?.sources).toMatchObject([
        {
          from: 'memory:code',
          commit: { subject: 'code: twice' },
          commits: [{ subject: 'code: twice' }],
          documents: [{ path: 'code/README.md', change: 'modified' }],
        },
      ]);
    });

    test('a second sync of unmoved sources is unchanged and renews the check of each', async () => {
      await index().sync([docs, code], { embedder });
      const before = await index().reader.status();
      index().ahead = 60_000;
      expect(await index().sync([docs, code], { embedder })).toMatchObject({
        outcome: 'unchanged',
        sequence: 1,
      });
      const { sources } = await index().reader.status();
      for (const [i, { checkedAt }] of sources.entries())
        expect(Date.parse(checkedAt ?? '')).toBeGreaterThanOrEqual(
          Date.parse(before.sources[i]?.checkedAt ?? '') + 60_000,
        );
    });
  });

  describe('sources and roots that come', () => {
    test('an added source is read in by the next run, without a request to the other beyond its head', async () => {
      await index().sync(docs, { embedder });
      forget();
      expect(await index().sync([docs, code], { embedder })).toMatchObject({
        outcome: 'published',
        changes: { ...UNCHANGED, added: 2 },
        sources: [{ from: { subject: 'docs: start' } }, { from: null }],
      });
      expect([docs.filesRead, docs.listings]).toEqual([[], 0]);
      expect(await paths()).toEqual(ALL);
      // The first publish of a source lists no documents: all of them are new.
      const { changes } = await index().reader.changesSince();
      expect(changes[0]?.sources).toMatchObject([{ from: 'memory:code', documents: [], commits: [] }]);
    });

    test('an added root is read in by the next run, although the head of its source did not move', async () => {
      await index().sync(docs.withRoots([EN]), { embedder });
      expect(await paths()).toEqual(['a.md', 'b.md']);
      const report = await index().sync(docs, { embedder });
      expect(report).toMatchObject({ outcome: 'published', changes: { ...UNCHANGED, added: 1 } });
      expect(docs.filesRead).toEqual(['zh/a.md']);
      const { changes } = await index().reader.changesSince();
      expect(changes[0]?.sources).toMatchObject([{ documents: [{ path: 'zh/a.md', change: 'added' }] }]);
    });
  });

  describe('sources and roots that go', () => {
    test.each([
      ['a source', () => [docs], 'memory:code'],
      ['a root', () => [docs.withRoots([EN]), code], 'the root "zh" (at "zh") of memory:docs'],
    ])('%s that is no longer in the list is refused, and nothing is touched', async (_, list, named) => {
      await index().sync([docs, code], { embedder });
      const before = await index().export();
      const { lastRun: __, consecutiveFailures: ___, ...status } = await index().reader.status();
      docs.commit({ ...DOCS, 'en/c.md': page('Gamma', 'New.') });
      forget();
      for (const options of [{}, { rebuild: true }, { dryRun: true }, { allowMassDelete: true }]) {
        expect(await index().sync(list(), { embedder, ...options })).toMatchObject({
          outcome: 'failed',
          error: {
            code: 'SOURCE_REMOVED',
            message: expect.stringContaining(named),
            advice: expect.stringContaining('--drop-sources'),
          },
        });
      }
      expect(await index().export()).toBe(before);
      expect(await index().reader.status()).toMatchObject(status);
      expect([embedder.texts, docs.filesRead, code.filesRead]).toEqual([[], [], []]);
    });

    test('dropSources removes exactly the documents of a source that is gone', async () => {
      await index().sync([docs, code], { embedder });
      forget();
      const report = await index().sync(docs, { embedder, dropSources: true });
      expect(report).toMatchObject({ outcome: 'published', changes: { ...UNCHANGED, removed: 2 } });
      expect([embedder.texts, docs.filesRead, docs.listings]).toEqual([[], [], 0]);
      await expectFreshExport(index(), [docs], embedder);
      const { changes, status } = await index().reader.changesSince();
      expect(status.sources).toMatchObject([{ from: 'memory:docs' }]);
      expect(changes[0]?.sources).toMatchObject([
        {
          from: 'memory:code',
          documents: [
            { path: 'code/README.md', change: 'removed' },
            { path: 'code/x/README.md', change: 'removed' },
          ],
        },
      ]);
      expect(await index().sync(docs, { embedder })).toMatchObject({ outcome: 'unchanged' });
    });

    test('dropSources removes exactly the documents of a root that is gone', async () => {
      await index().sync([docs, code], { embedder });
      forget();
      const list = [docs.withRoots([EN]), code];
      const report = await index().sync(list, { embedder, dropSources: true });
      expect(report).toMatchObject({ outcome: 'published', changes: { ...UNCHANGED, removed: 1 } });
      expect(embedder.texts).toEqual([]);
      await expectFreshExport(index(), list, embedder);
      expect(await index().sync(list, { embedder })).toMatchObject({ outcome: 'unchanged' });
    });

    test('dropSources removes nothing if nothing is gone', async () => {
      await index().sync([docs, code]);
      expect(await index().sync([docs, code], { dropSources: true })).toMatchObject({ outcome: 'unchanged' });
    });

    test('a source of which nothing was ever indexed can leave the list', async () => {
      code.beforeAnswer = () => {
        throw new OperationalError('GITHUB_UNREACHABLE', 'no answer.', 'Wait.');
      };
      await index().sync([docs, code]);
      expect(await index().sync(docs)).toMatchObject({ outcome: 'unchanged' });
      expect((await index().reader.status()).sources).toMatchObject([{ from: 'memory:docs' }]);
      expect((await index().reader.status()).sources).toHaveLength(1);
    });
  });

  describe('roots that change', () => {
    test('a root at another place renames its documents, keeps their vectors and asks for nothing beyond the head', async () => {
      await index().sync([docs, code], { embedder });
      forget();
      const moved = code.withRoots([plainRoot('', 'ext/code')]);
      const report = await index().sync([docs, moved], { embedder });
      expect(report).toMatchObject({ outcome: 'published', changes: { ...UNCHANGED, renamed: 2 } });
      expect([embedder.texts, moved.filesRead, moved.listings]).toEqual([[], [], 0]);
      await expectFreshExport(index(), [docs, moved], embedder);
      const { document, redirectedFrom } = await index().reader.document('code/x/README.md');
      expect([document?.path, redirectedFrom]).toEqual(['ext/code/x/README.md', 'code/x/README.md']);
      const { changes } = await index().reader.changesSince();
      expect(changes[0]?.sources).toMatchObject([
        {
          from: 'memory:code',
          documents: [
            { path: 'ext/code/README.md', change: 'renamed', previousPath: 'code/README.md' },
            { path: 'ext/code/x/README.md', change: 'renamed', previousPath: 'code/x/README.md' },
          ],
        },
      ]);
      expect(await index().sync([docs, moved], { embedder })).toMatchObject({ outcome: 'unchanged' });
    });

    test('a root at another place follows edits and renames of its source in the same run', async () => {
      await index().sync([docs, code], { embedder });
      forget();
      code.commit({ 'README.md': page('Code', 'Models answer twice.'), 'y/README.md': CODE['x/README.md'] });
      const moved = code.withRoots([plainRoot('', 'ext')]);
      const report = await index().sync([docs, moved], { embedder });
      expect(report).toMatchObject({ outcome: 'published', changes: { ...UNCHANGED, renamed: 2 } });
      expect(embedder.texts).toHaveLength(1);
      await expectFreshExport(index(), [docs, moved], embedder);
      for (const [former, path] of [
        ['code/README.md', 'ext/README.md'],
        ['code/x/README.md', 'ext/y/README.md'],
      ] as const)
        expect((await index().reader.document(former)).document?.path).toBe(path);
    });

    test.each([{}, { rebuild: true }])(
      'a root at another place keeps the published version of a document whose newer version is skipped (%j)',
      async (options) => {
        await index().sync([docs, code], { embedder });
        code.commit({ ...CODE, 'x/README.md': '---\ntitle: [\n---\n' });
        expect(await index().sync([docs, code], { embedder })).toMatchObject({ outcome: 'unchanged' });
        forget();
        const moved = code.withRoots([plainRoot('', 'ext')]);
        const report = await index().sync([docs, moved], { embedder, ...options });
        expect(report).toMatchObject({
          outcome: 'published',
          changes: { ...UNCHANGED, renamed: 2 },
          skipped: [{ path: 'ext/x/README.md' }],
        });
        expect(embedder.texts).toEqual([]);
        const { document, redirectedFrom } = await index().reader.document('code/x/README.md');
        expect([document?.path, redirectedFrom]).toEqual(['ext/x/README.md', 'code/x/README.md']);
        expect(document?.content).toContain('Chains are short.');
        expect(await index().sync([docs, moved], { embedder })).toMatchObject({
          outcome: 'unchanged',
          skipped: [{ path: 'ext/x/README.md' }],
        });
        code.commit(CODE);
        await index().sync([docs, moved], { embedder });
        await expectFreshExport(index(), [docs, moved], embedder);
      },
    );

    test('two roots that swap places have each the documents of the other', async () => {
      await index().sync(docs, { embedder });
      forget();
      const swapped = docs.withRoots([plainRoot('en', 'zh'), plainRoot('zh')]);
      expect(await index().sync(swapped, { embedder, allowMassDelete: true })).toMatchObject({
        outcome: 'published',
      });
      expect(embedder.texts).toEqual([]);
      await expectFreshExport(index(), [swapped], embedder);
    });

    test('another site or language prepares the documents of the root again, and embeds no text', async () => {
      await index().sync([docs, code], { embedder });
      forget();
      const site = 'https://docs.example.com/zh';
      const list = [docs.withRoots([EN, rootWith({ path: 'zh', at: 'zh', site, language: 'zh' })]), code];
      const report = await index().sync(list, { embedder });
      expect(report).toMatchObject({ outcome: 'published', sequence: 2, changes: UNCHANGED });
      expect([embedder.texts, docs.filesRead, docs.listings, code.filesRead]).toEqual([[], [], 0, []]);
      expect((await index().reader.document('zh/a.md')).document).toMatchObject({
        language: 'zh',
        url: `${site}/a/`,
      });
      await expectFreshExport(index(), list, embedder);
      expect(await index().sync(list, { embedder })).toMatchObject({ outcome: 'unchanged' });
    });

    test('another selection of files lists the source again and reads only what is new', async () => {
      const some = [{ ...plainRoot('', 'code'), include: ['x/**/*.md'] }];
      await index().sync([docs, code.withRoots(some)], { embedder });
      expect(await paths()).toEqual(ALL.filter((path) => path !== 'code/README.md'));
      forget();
      const report = await index().sync([docs, code], { embedder });
      expect(report).toMatchObject({ outcome: 'published', changes: { ...UNCHANGED, added: 1 } });
      expect([code.filesRead, code.listings, docs.listings]).toEqual([['code/README.md'], 1, 0]);
      await expectFreshExport(index(), [docs, code], embedder);

      const without = [{ ...plainRoot('', 'code'), exclude: ['README.md'] }];
      expect(await index().sync([docs, code.withRoots(without)], { embedder })).toMatchObject({
        outcome: 'published',
        changes: { ...UNCHANGED, removed: 1 },
      });
      await expectFreshExport(index(), [docs, code.withRoots(without)], embedder);
    });

    test('another order of the list is recorded without a publish', async () => {
      await index().sync([docs, code]);
      expect(await index().sync([code, docs])).toMatchObject({ outcome: 'unchanged', sequence: 1 });
      expect((await index().reader.status()).sources).toMatchObject([
        { from: 'memory:code' },
        { from: 'memory:docs' },
      ]);
    });
  });

  describe('places that two roots claim', () => {
    test('a document of one source below the place of another root is refused, and both roots are named', async () => {
      docs.commit({ ...DOCS, 'en/code/intro.md': page('Intro', 'Misplaced.') });
      expect(await index().sync([docs, code])).toMatchObject({
        outcome: 'failed',
        error: {
          code: 'CONFIG_INVALID',
          message: expect.stringMatching(/code\/intro\.md.*"en" \(at ""\)|"en" \(at ""\).*code\/intro\.md/),
        },
      });
      expect((await index().sync([docs, code])).error?.message).toContain('"." (at "code")');
      expect(await paths()).toEqual([]);
    });

    test('a document of a source below the place of another of its roots is refused, and both roots are named', async () => {
      docs.commit({ ...DOCS, 'en/zh/intro.md': page('Intro', 'Misplaced.') });
      const { error } = await index().sync([docs, code]);
      expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
      expect(error?.message).toContain('"en" (at "")');
      expect(error?.message).toContain('"zh" (at "zh")');
    });

    test('a root that is added at a place within the documents of another source is refused, and nothing is touched', async () => {
      docs.commit({ ...DOCS, 'en/code/intro.md': page('Intro', 'There first.') });
      await index().sync(docs);
      const before = await index().export();
      expect(await index().sync([docs, code])).toMatchObject({ error: { code: 'CONFIG_INVALID' } });
      expect(await index().export()).toBe(before);
    });
  });
});

/** Compares the index with that of a fresh sync of the same list. */
async function expectFreshExport(
  fixture: SyncFixture,
  list: readonly MemorySource[],
  { model }: WordEmbedder,
): Promise<void> {
  const fresh = await SqliteSyncFixture.create();
  try {
    const report = await fresh.sync(list, { embedder: new WordEmbedder(model) });
    expect(report.error).toBeUndefined();
    expect(await fixture.export()).toBe(await fresh.export());
  } finally {
    await fresh.dispose();
  }
}
