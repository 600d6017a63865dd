import { expect, test } from '@jest/globals';
import { listedDocument } from '../../../src/shared/domain/document.ts';
import { buildDocument } from '../../support/document-builder.ts';
import { batchOf, begin, publication, sync } from '../../support/sync-steps.ts';
import type { IndexFixture } from './index-fixture.ts';
import { found, paths, scanned } from './read-everything.ts';

export function publishing(index: () => IndexFixture): void {
  test('a reader that was opened before the index existed sees the first publish', async () => {
    const { reader, writer } = index();
    expect(await paths(reader)).toEqual([]);
    await sync(writer, 1, { documents: [{ path: 'a.md', passages: ['graph'] }] });
    expect(await paths(reader)).toEqual(['a.md']);
    expect(await found(reader, 'graph')).toEqual(['a.md']);
  });

  test.each([
    ['a byte order mark, CRLF and no newline at the end', '\uFEFF---\r\ntitle: x\r\n---\r\ntext'],
    ['Chinese, emoji, combining marks and a zero-width joiner', '中文 \u{1F469}\u200D\u{1F4BB} e\u0301 é'],
    ['quotes, backslashes and SQL', `'; DROP TABLE documents; -- "\\" \u2028`],
    ['no content', ''],
  ])('a document is returned as it was staged: %s', async (_, content) => {
    const { reader, writer } = index();
    const draft = {
      path: '目录/it"s 100%.md',
      content,
      title: content,
      description: 'd',
      summary: 's',
      entities: ['NewGraph', 'Compile'],
      weight: -2.5,
      updatedAt: '2025-06-01',
      tokens: 7,
      outline: [{ depth: 2, text: '标题', anchor: '标题', line: 3 }],
    };
    const { document } = buildDocument(draft);
    await sync(writer, 1, { documents: [draft] });
    expect((await reader.document(draft.path)).document).toEqual(document);
    const { content: _content, outline: _outline, ...entry } = document;
    expect((await reader.entries([draft.path, 'no.md', draft.path])).entries).toEqual([entry]);
    expect((await reader.list()).documents).toEqual([listedDocument(entry)]);
  });

  test('scan() sorts documents by path in code point order', async () => {
    const { reader, writer } = index();
    const names = ['\u{1F600}.md', 'a.md', 'B.md', '\uFF5E.md', 'a/b.md', 'é.md', 'a-b.md'];
    await sync(writer, 1, { documents: names.map((path) => ({ path, passages: ['text'] })) });
    const sorted = ['B.md', 'a-b.md', 'a.md', 'a/b.md', 'é.md', '\uFF5E.md', '\u{1F600}.md'];
    expect((await scanned(reader)).map(({ document }) => document.path)).toEqual(sorted);
  });

  test('scan() returns every complete document with its chunks in order', async () => {
    const { reader, writer } = index();
    const draft = { path: 'a.md', passages: Array.from({ length: 12 }, (_, n) => `passage ${n}`) };
    await sync(writer, 1, { documents: [draft, { path: 'b.md', passages: [] }] });
    const { document, chunks } = buildDocument(draft);
    expect(await scanned(reader)).toEqual([
      { document, chunks: chunks.map((chunk) => ({ ...chunk, hasVector: true })) },
      { document: buildDocument({ path: 'b.md' }).document, chunks: [] },
    ]);
  });

  test('readers do not see staged documents before they are published', async () => {
    const { reader, writer, openReader } = index();
    await sync(writer, 1, { documents: [{ path: 'a.md', passages: ['old graph'] }, { path: 'b.md' }] });
    const before = await Promise.all([reader.status(), reader.list(), scanned(reader)]);
    const session = await begin(writer);
    await session.stage(batchOf([buildDocument({ path: 'a.md', passages: ['new lambda'] })]));
    await session.stage(batchOf([buildDocument({ path: 'c.md', passages: ['new lambda'] })]));
    for (const each of [reader, openReader()]) {
      expect(await Promise.all([each.status(), each.list(), scanned(each)])).toEqual(before);
      expect(await found(each, 'lambda')).toEqual([]);
      expect(await found(each, 'graph')).toEqual(['a.md']);
    }
    await session.publish(publication(2, { removed: ['b.md'] }));
    await session.abandon();
    for (const each of [reader, openReader()]) {
      expect(await paths(each)).toEqual(['a.md', 'c.md']);
      expect(await found(each, 'lambda')).toEqual(['a.md', 'c.md']);
      expect(await found(each, 'graph')).toEqual([]);
    }
  });

  test('a publish keeps unchanged documents', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, {
      documents: [
        { path: 'a.md', passages: ['graph'] },
        { path: 'b.md', passages: ['chain'] },
      ],
    });
    const [kept] = await scanned(reader);
    const status = await sync(writer, 2, { documents: [{ path: 'b.md', passages: ['lambda', 'agent'] }] });
    expect(status).toMatchObject({ sequence: 2, documents: 2, chunks: 3 });
    expect((await scanned(reader))[0]).toEqual(kept);
    expect(await found(reader, 'graph')).toEqual(['a.md']);
    expect(await found(reader, 'chain')).toEqual([]);
  });

  test('an edit in the middle of a document keeps the chunks before and after it', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents: [{ path: 'a.md', passages: ['graph', 'chain', 'agent'] }] });
    const edited = { path: 'a.md', passages: ['graph', 'lambda', 'agent'] };
    await sync(writer, 2, { documents: [edited] });
    const [document] = await scanned(reader);
    expect(document?.chunks.map(({ text }) => text)).toEqual(edited.passages);
    for (const word of edited.passages) expect(await found(reader, word)).toEqual(['a.md']);
    expect(await found(reader, 'chain')).toEqual([]);
  });

  test('a removed document disappears from every answer', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, {
      documents: [
        { path: 'a.md', passages: ['graph'] },
        { path: 'b.md', passages: ['graph'] },
      ],
    });
    expect(await sync(writer, 2, { removed: ['a.md'] })).toMatchObject({ documents: 1, chunks: 1 });
    expect(await paths(reader)).toEqual(['b.md']);
    expect((await reader.document('a.md')).document).toBeNull();
    expect(await found(reader, 'graph')).toEqual(['b.md']);
    expect((await scanned(reader)).map(({ document }) => document.path)).toEqual(['b.md']);
  });

  test('a publish can remove every document', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents: [{ path: 'a.md', passages: ['graph'] }] });
    expect(await sync(writer, 2, { removed: ['a.md'] })).toMatchObject({
      sequence: 2,
      documents: 0,
      chunks: 0,
    });
    expect(await found(reader, 'graph')).toEqual([]);
    await sync(writer, 3, { documents: [{ path: 'a.md', passages: ['graph'] }] });
    expect(await found(reader, 'graph')).toEqual(['a.md']);
  });

  test('a document that is staged twice is published once, in its last version', async () => {
    const { reader, writer } = index();
    const session = await begin(writer);
    const first = buildDocument({ path: 'a.md', passages: ['graph', 'chain', 'agent'] });
    const last = buildDocument({ path: 'a.md', passages: ['graph', 'lambda'] });
    for (const document of [first, first, last]) await session.stage(batchOf([document]));
    expect(await session.publish(publication(1))).toMatchObject({ documents: 1, chunks: 2 });
    await session.abandon();
    expect((await scanned(reader))[0]?.chunks.map(({ text }) => text)).toEqual(['graph', 'lambda']);
    expect(await found(reader, 'agent')).toEqual([]);
  });

  test('a sync does not publish what an abandoned sync staged', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents: [{ path: 'a.md', passages: ['graph'] }] });
    const session = await begin(writer);
    await session.stage(batchOf([buildDocument({ path: 'b.md', passages: ['chain'] })]));
    await session.abandon();
    await sync(writer, 2, { documents: [{ path: 'c.md', passages: ['agent'] }] });
    expect(await paths(reader)).toEqual(['a.md', 'c.md']);
    expect(await found(reader, 'chain')).toEqual([]);
  });

  test('a sync does not publish what a crashed run staged', async () => {
    const fixture = index();
    const { reader, writer, openWriter } = fixture;
    await sync(writer, 1, { documents: [{ path: 'a.md', passages: ['graph'] }] });
    const dead = await begin(openWriter(), { owner: 'dead run' });
    await dead.stage(
      batchOf([buildDocument({ path: 'a.md', passages: ['chain'] }), buildDocument({ path: 'b.md' })]),
    );
    fixture.now += 24 * 3_600_000;
    await sync(writer, 2, { documents: [{ path: 'c.md', passages: ['agent'] }] });
    expect(await paths(reader)).toEqual(['a.md', 'c.md']);
    expect(await found(reader, 'graph')).toEqual(['a.md']);
    expect(await found(reader, 'chain')).toEqual([]);
  });

  test('readers that read without pause see only complete publishes', async () => {
    const { writer, openReader } = index();
    const names = ['a.md', 'b.md', 'c.md', 'd.md'];
    const version = (n: number) => ({
      documents: names.map((path) => ({ path, title: `v${n}`, passages: [`graph v${n}`, `chain v${n}`] })),
    });
    await sync(writer, 1, version(1));
    let publishing = true;
    const seen: string[][] = [];
    const readWithoutPause = async () => {
      const reader = openReader();
      while (publishing) {
        const listed = await reader.list();
        seen.push(listed.documents.map(({ title }) => title));
        const { matches } = await reader.search({ text: 'graph chain', limit: 9, chunksPerDocument: 9 });
        seen.push(matches.map(({ document }) => document.title));
        seen.push(matches.map(({ chunks }) => chunks[0]?.chunk.title ?? 'none'));
        seen.push((await scanned(reader)).map(({ document }) => document.title));
        await new Promise(setImmediate);
      }
    };
    const readers = Promise.all([readWithoutPause(), readWithoutPause()]);
    for (let n = 2; n <= 6; n += 1) {
      await new Promise(setImmediate);
      await sync(writer, n, version(n));
    }
    publishing = false;
    await readers;
    expect(seen.length).toBeGreaterThan(8);
    for (const titles of seen) expect(titles).toEqual(names.map(() => titles[0]));
  });
}
