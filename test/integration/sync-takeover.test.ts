import { afterEach, expect, test } from '@jest/globals';
import type { SourceIdentity } from '../../src/shared/domain/source.ts';
import { rewriteQdrantAsEarlier, rewriteSqliteAsEarlier } from '../support/earlier-version.ts';
import { MemorySource } from '../support/memory-source.ts';
import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import { plainRoot, rootWith } from '../support/source-builder.ts';
import { SqliteSyncFixture, SyncFixture } from '../support/sync-fixture.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

const page = (title: string, text: string) =>
  `---\ntitle: ${title}\n---\n\nAbout ${title}.\n\n## Part\n\n${text}\n`;
const DOCS = {
  'docs/a.md': page('Alpha', 'Graphs are compiled.'),
  'docs/b.md': page('Beta', 'Tools are called.'),
  'docs/broken.md': '---\ntitle: [\n---\n',
};
/** What versions with one source made of their settings. */
const ROOT = rootWith({ path: 'docs', site: 'https://docs.example.com' });

/** A source at a ref, as earlier versions had them. */
function atMain(source: MemorySource): MemorySource {
  const identity: SourceIdentity = { ...source.identity, ref: 'main' };
  return Object.defineProperty(source, 'identity', { value: identity });
}

/** The layout has changed since, so that the first run rebuilds the index; of the files, only what was skipped is not stored. */
async function expectTakeover(fixture: SyncFixture, rewriteAsEarlier: () => Promise<void>): Promise<void> {
  const docs = atMain(new MemorySource('git:/srv/docs', [ROOT]));
  docs.commit(DOCS, 'docs: start');
  const embedder = new WordEmbedder();
  await fixture.sync(docs, { embedder });
  const { 'docs/a.md': moved, ...rest } = DOCS;
  docs.commit(
    { ...rest, 'docs/moved/a.md': moved, 'docs/c.md': page('Gamma', 'Models answer.') },
    'docs: move',
  );
  await fixture.sync(docs, { embedder });
  const before = await fixture.reader.changesSince();
  const exported = await fixture.export();

  await rewriteAsEarlier();
  // Readers of this version understand it as it is.
  const { status, changes } = await fixture.reader.changesSince();
  const sources = before.status.sources.map((source) => ({ ...source, formerPaths: { state: 'unread' } }));
  expect(status).toMatchObject({ ...before.status, sources, fingerprint: expect.anything() });
  expect(changes).toEqual(before.changes);
  expect(await fixture.export()).toBe(exported);

  [embedder.texts.length, docs.filesRead.length, docs.listings] = [0, 0, 0];
  const { sequence } = before.status;
  const code = new MemorySource('memory:code', [plainRoot('', 'code')]);
  code.commit({ 'README.md': page('Code', 'Streams flow.') });
  // A failed first run must not make a mixture of both that nobody can read.
  code.beforeAnswer = () => {
    throw new TypeError('a bug');
  };
  expect(await fixture.sync([docs, code], { embedder })).toMatchObject({ outcome: 'failed', sequence });
  expect(await fixture.export()).toBe(exported);
  expect((await fixture.reader.changesSince()).changes).toEqual(before.changes);
  code.beforeAnswer = null;

  const report = await fixture.sync(docs, { embedder });
  expect(report.error).toBeUndefined();
  expect(report).toMatchObject({ changes: { added: 0, modified: 0, renamed: 0, removed: 0 } });
  expect([embedder.texts, docs.filesRead, docs.listings]).toEqual([[], ['broken.md'], 1]);
  expect(await fixture.export()).toBe(exported);
  expect((await fixture.reader.document('a.md')).document?.path).toBe('moved/a.md');
  expect(await fixture.reader.status()).toMatchObject({
    sources: before.status.sources.map(({ checkedAt: _, formerPaths: __, ...source }) => source),
    skipped: [{ path: 'broken.md' }],
  });
  expect(await fixture.sync(docs, { embedder })).toMatchObject({ outcome: 'unchanged' });

  // From now on the list may grow, and the history goes on.
  expect(await fixture.sync([docs, code], { embedder })).toMatchObject({
    outcome: 'published',
    changes: { added: 1 },
  });
  const history = await fixture.reader.changesSince();
  expect(history.changes.slice(-before.changes.length)).toEqual(before.changes);
  expect(history.changes[0]?.sources).toMatchObject([{ from: 'memory:code' }]);
}

let fixture: SyncFixture | undefined;
afterEach(() => fixture?.dispose());

test('the first run takes over an index in SQLite of a version with one source, and embeds no text again', async () => {
  const created = await SqliteSyncFixture.create();
  fixture = created;
  await expectTakeover(created, async () => rewriteSqliteAsEarlier(created.indexPath));
});

test('the first run with another chunker takes over an index of a version with one source, and embeds no text again', async () => {
  const created = await SqliteSyncFixture.create();
  fixture = created;
  const docs = atMain(new MemorySource('git:/srv/docs', [ROOT]));
  docs.commit(DOCS);
  const embedder = new WordEmbedder();
  await created.sync(docs, { embedder });
  const exported = await created.export();
  rewriteSqliteAsEarlier(created.indexPath, 0);
  embedder.texts.length = 0;
  expect(await created.sync(docs, { embedder })).toMatchObject({ outcome: 'published', sequence: 2 });
  expect(embedder.texts).toEqual([]);
  expect(await created.export()).toBe(exported);
});

describeWithQdrant('taking over an index of a version with one source', (server) => {
  test('the first run takes over an index in Qdrant of a version with one source, and embeds no text again', async () => {
    const location = { ...server(), alias: newAlias() };
    const created = new SyncFixture({
      openReader: () => openQdrantReader(location),
      openWriter: (clock) => openQdrantWriter(location, clock),
      remove: () => removeAlias(location, location.alias),
    });
    fixture = created;
    await expectTakeover(created, () => rewriteQdrantAsEarlier(location));
  });
});
