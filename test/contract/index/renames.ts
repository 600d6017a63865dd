import { expect, test } from '@jest/globals';
import type { IndexReader } from '../../../src/shared/index/index-reader.ts';
import type { Draft } from '../../support/document-builder.ts';
import { sync } from '../../support/sync-steps.ts';
import type { IndexFixture } from './index-fixture.ts';

/** A document that its title identifies at any path. */
const page = (path: string, title: string): Draft => ({ path, title, passages: [`${title} text`] });

/** Returns the title and path of the document at a path, and the path it was redirected from. */
async function lookUp(reader: IndexReader, path: string) {
  const { document, redirectedFrom } = await reader.document(path);
  return document === null ? null : [document.title, document.path, redirectedFrom];
}

export function renames(index: () => IndexFixture): void {
  test('document() redirects a former path to the renamed document and reports the redirect', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents: [page('a.md', 'Graph')] });
    await sync(writer, 2, {
      documents: [page('b.md', 'Graph')],
      removed: ['a.md'],
      renamed: new Map([['a.md', 'b.md']]),
    });
    expect(await lookUp(reader, 'a.md')).toEqual(['Graph', 'b.md', 'a.md']);
    expect(await lookUp(reader, 'b.md')).toEqual(['Graph', 'b.md', undefined]);
    expect(await lookUp(reader, 'c.md')).toBeNull();
  });

  test('document() redirects from a former path in any case, unless another one is written so', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, {
      documents: [page('Guides/Graph.md', 'Graph'), page('guides/graph.md', 'Other')],
    });
    await sync(writer, 2, {
      documents: [page('a.md', 'Graph'), page('b.md', 'Other')],
      removed: ['Guides/Graph.md', 'guides/graph.md'],
      renamed: new Map([
        ['Guides/Graph.md', 'a.md'],
        ['guides/graph.md', 'b.md'],
      ]),
    });
    expect(await lookUp(reader, 'Guides/Graph.md')).toEqual(['Graph', 'a.md', 'Guides/Graph.md']);
    expect(await lookUp(reader, 'guides/graph.md')).toEqual(['Other', 'b.md', 'guides/graph.md']);
    expect(await lookUp(reader, 'GUIDES/graph.md')).toEqual(['Graph', 'a.md', 'Guides/Graph.md']);
  });

  test('document() follows a chain of renames from every former path', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents: [page('a.md', 'Graph')] });
    await sync(writer, 2, {
      documents: [page('b.md', 'Graph')],
      removed: ['a.md'],
      renamed: new Map([['a.md', 'b.md']]),
    });
    await sync(writer, 3, {
      documents: [page('c.md', 'Graph')],
      removed: ['b.md'],
      renamed: new Map([['b.md', 'c.md']]),
    });
    await sync(writer, 4, { documents: [page('x.md', 'Chain')] });
    expect(await lookUp(reader, 'a.md')).toEqual(['Graph', 'c.md', 'a.md']);
    expect(await lookUp(reader, 'b.md')).toEqual(['Graph', 'c.md', 'b.md']);
  });

  test('document() redirects the other path of a document that returned to its former path', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents: [page('a.md', 'Graph')] });
    await sync(writer, 2, {
      documents: [page('b.md', 'Graph')],
      removed: ['a.md'],
      renamed: new Map([['a.md', 'b.md']]),
    });
    await sync(writer, 3, {
      documents: [page('a.md', 'Graph')],
      removed: ['b.md'],
      renamed: new Map([['b.md', 'a.md']]),
    });
    expect(await lookUp(reader, 'a.md')).toEqual(['Graph', 'a.md', undefined]);
    expect(await lookUp(reader, 'b.md')).toEqual(['Graph', 'a.md', 'b.md']);
  });

  test('a new document at a former path replaces the redirect, even after its removal', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents: [page('a.md', 'Graph')] });
    await sync(writer, 2, {
      documents: [page('b.md', 'Graph')],
      removed: ['a.md'],
      renamed: new Map([['a.md', 'b.md']]),
    });
    await sync(writer, 3, { documents: [page('a.md', 'Chain')] });
    expect(await lookUp(reader, 'a.md')).toEqual(['Chain', 'a.md', undefined]);
    await sync(writer, 4, { removed: ['a.md'] });
    expect(await lookUp(reader, 'a.md')).toBeNull();
  });

  test('two documents can swap paths and a third can be renamed in one publish', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, {
      documents: [page('a.md', 'Graph'), page('b.md', 'Chain'), page('c.md', 'Agent')],
    });
    await sync(writer, 2, {
      documents: [page('b.md', 'Graph'), page('a.md', 'Chain'), page('d.md', 'Agent')],
      removed: ['c.md'],
      renamed: new Map([
        ['a.md', 'b.md'],
        ['b.md', 'a.md'],
        ['c.md', 'd.md'],
      ]),
    });
    expect(await lookUp(reader, 'a.md')).toEqual(['Chain', 'a.md', undefined]);
    expect(await lookUp(reader, 'b.md')).toEqual(['Graph', 'b.md', undefined]);
    expect(await lookUp(reader, 'c.md')).toEqual(['Agent', 'd.md', 'c.md']);
  });

  test('a document that takes over the path of a renamed one does not inherit its redirects', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents: [page('a.md', 'Graph'), page('x.md', 'Chain')] });
    await sync(writer, 2, {
      documents: [page('b.md', 'Graph')],
      removed: ['a.md'],
      renamed: new Map([['a.md', 'b.md']]),
    });
    await sync(writer, 3, {
      documents: [page('c.md', 'Graph'), page('b.md', 'Chain')],
      removed: ['x.md'],
      renamed: new Map([
        ['b.md', 'c.md'],
        ['x.md', 'b.md'],
      ]),
    });
    expect(await lookUp(reader, 'a.md')).toEqual(['Graph', 'c.md', 'a.md']);
    expect(await lookUp(reader, 'b.md')).toEqual(['Chain', 'b.md', undefined]);
    expect(await lookUp(reader, 'x.md')).toEqual(['Chain', 'b.md', 'x.md']);
  });

  test('document() returns null for a former path of a document that another one replaced', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents: [page('a.md', 'Graph'), page('x.md', 'Chain')] });
    await sync(writer, 2, {
      documents: [page('b.md', 'Graph')],
      removed: ['a.md'],
      renamed: new Map([['a.md', 'b.md']]),
    });
    await sync(writer, 3, {
      documents: [page('b.md', 'Chain')],
      removed: ['x.md'],
      renamed: new Map([['x.md', 'b.md']]),
    });
    expect(await lookUp(reader, 'a.md')).toBeNull();
    expect(await lookUp(reader, 'x.md')).toEqual(['Chain', 'b.md', 'x.md']);
  });

  test('document() returns null for a former path of a removed document', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents: [page('a.md', 'Graph')] });
    await sync(writer, 2, {
      documents: [page('b.md', 'Graph')],
      removed: ['a.md'],
      renamed: new Map([['a.md', 'b.md']]),
    });
    await sync(writer, 3, { removed: ['b.md'] });
    expect(await lookUp(reader, 'a.md')).toBeNull();
    await sync(writer, 4, { documents: [page('b.md', 'Chain')] });
    expect(await lookUp(reader, 'a.md')).toBeNull();
  });
}
