import { expect, test } from '@jest/globals';
import { inSiteOrder } from '../../../src/shared/index/list-order.ts';
import { buildDocument, type Draft } from '../../support/document-builder.ts';
import { batchOf, begin, publication, sync } from '../../support/sync-steps.ts';
import type { IndexFixture } from './index-fixture.ts';

/** More than two pages of the list, in folders, with weights that repeat. */
const MANY: readonly Draft[] = Array.from({ length: 600 }, (_, n) => ({
  path: `folder-${n % 7}/page-${n}.md`,
  title: `Page ${n}`,
  weight: n % 5,
}));

export function lists(index: () => IndexFixture): void {
  const listed = async () => (await index().reader.list()).documents;
  const inOrder = (drafts: readonly Draft[]) =>
    inSiteOrder(drafts.map((draft) => buildDocument(draft).document)).map(({ path }) => path);
  const paths = async () => (await listed()).map(({ path }) => path);

  test('list() has every document in the order of lists after each of several publishes', async () => {
    const { writer } = index();
    await sync(writer, 1, { documents: [...MANY] });
    expect(await paths()).toEqual(inOrder(MANY));

    const first = { path: 'first.md', title: 'First', weight: 1, updatedAt: '2026-01-01' };
    const moved = { ...MANY[42], path: 'folder-0/page-42.md', title: 'Moved', weight: 9 };
    await sync(writer, 2, { documents: [first, moved], removed: ['folder-3/page-3.md'] });
    const after = [
      first,
      moved,
      ...MANY.filter(({ path }) => path !== moved.path && path !== 'folder-3/page-3.md'),
    ];
    expect(await paths()).toEqual(inOrder(after));
    expect((await listed()).find(({ path }) => path === moved.path)).toMatchObject({
      title: 'Moved',
      weight: 9,
    });

    await sync(writer, 3, { removed: after.slice(2).map(({ path }) => path) });
    expect(await paths()).toEqual(inOrder([first, moved]));
    await sync(writer, 4, { documents: [...MANY] }, { rebuild: true });
    expect(await paths()).toEqual(inOrder(MANY));
  });

  test('list() is not changed by a sync that ends before it publishes, nor the next publish by it', async () => {
    const { writer } = index();
    await sync(writer, 1, { documents: [{ path: 'a.md' }, { path: 'b.md' }] });
    const session = await begin(writer);
    await session.stage(batchOf([buildDocument({ path: 'c.md' })]));
    await session.abandon();
    expect(await paths()).toEqual(['a.md', 'b.md']);
    const next = await begin(writer);
    await next.stage(batchOf([buildDocument({ path: 'a.md', title: 'New' })]));
    await next.publish(publication(2, { removed: ['b.md'] }));
    await next.abandon();
    expect(await listed()).toMatchObject([{ path: 'a.md', title: 'New' }]);
  });

  test('entries() returns the documents at some paths once, and none for a path without a document', async () => {
    const { reader, writer } = index();
    expect((await reader.entries(['a.md'])).entries).toEqual([]);
    await sync(writer, 1, { documents: [{ path: 'a.md', title: 'A' }, { path: 'b.md' }] });
    const { entries, status } = await reader.entries(['c.md', 'a.md', 'a.md']);
    expect(entries).toMatchObject([{ path: 'a.md', title: 'A' }]);
    expect(status.sequence).toBe(1);
    expect((await reader.entries([])).entries).toEqual([]);
  });
}
