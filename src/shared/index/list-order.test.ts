import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TWO_SOURCES } from '../../../test/support/source-builder.ts';
import { inOrderOfRoots, inSiteOrder } from './list-order.ts';

const entry = (
  path: string,
  weight: number | null = null,
  updatedAt: string | null = null,
  title = path,
) => ({
  path,
  title,
  weight,
  updatedAt,
});

const paths = (documents: readonly { path: string }[]) => documents.map(({ path }) => path);

describe('the site order of documents', () => {
  test('the site order puts the document of a folder first in it, and orders siblings by weight', () => {
    const documents = [
      entry('b.md', 3),
      entry('a/_index.md', 2),
      entry('a/z.md', 1),
      entry('a/y.md', 2),
      entry('c.md', 1),
      entry('_index.md'),
    ];
    expect(paths(inSiteOrder(documents))).toEqual([
      '_index.md',
      'c.md',
      'a/_index.md',
      'a/z.md',
      'a/y.md',
      'b.md',
    ]);
  });

  test('the site order puts documents without a weight or with 0 last, ordered by date, title and path', () => {
    const documents = [
      entry('d.md', 0, null, 'Same'),
      entry('c.md', null, null, 'Same'),
      entry('b.md', null, '2025-01-01'),
      entry('a.md', null, '2026-01-01'),
      entry('e.md', 9),
    ];
    expect(paths(inSiteOrder(documents))).toEqual(['e.md', 'a.md', 'b.md', 'c.md', 'd.md']);
  });

  test('the site order keeps the documents of a folder together even if the folder has no document of its own', () => {
    expect(paths(inSiteOrder([entry('x/b.md', 1), entry('m.md', 5), entry('x/a.md', 2)]))).toEqual([
      'm.md',
      'x/b.md',
      'x/a.md',
    ]);
  });

  test('the site order puts a README first in its folder, unless the folder has an index document', () => {
    const documents = [entry('x/a.md', 1), entry('x/README.md'), entry('y/b.md', 1), entry('y/README.md')];
    expect(paths(inSiteOrder([...documents, entry('y/_index.md', 1)]))).toEqual([
      'y/_index.md',
      'y/b.md',
      'y/README.md',
      'x/README.md',
      'x/a.md',
    ]);
  });

  test('documents of several roots are in the order of the list of sources, those of no root last', () => {
    const documents = ['zz.md', 'ext/a.md', 'zh/a.md', 'zh/_index.md', 'a/b.md'].map((path) => entry(path));
    const sources = TWO_SOURCES.map((source) => ({
      roots: source.roots.map((root) => (root.at === '' ? { ...root, at: 'a' } : root)),
    }));
    expect(paths(inOrderOfRoots(documents, sources))).toEqual([
      'a/b.md',
      'zh/_index.md',
      'zh/a.md',
      'ext/a.md',
      'zz.md',
    ]);
    expect(paths(inOrderOfRoots(documents, []))).toEqual(paths(inSiteOrder(documents)));
  });

  test('the site order has every document once and does not depend on the order of its input', () => {
    const name = fc.constantFrom('a', 'b', '_index', 'index', 'README', 'c d', '人');
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => `${parts.join('/')}.md`);
    const documents = fc.uniqueArray(
      fc.record({
        path,
        title: fc.constantFrom('T', 'U'),
        weight: fc.option(fc.integer({ min: -1, max: 3 })),
        updatedAt: fc.option(fc.constantFrom('2025-01-01', '2026-01-01')),
      }),
      { selector: ({ path }) => path },
    );
    fc.assert(
      fc.property(documents, (given) => {
        const ordered = paths(inSiteOrder(given));
        expect(paths(inSiteOrder(given.toReversed()))).toEqual(ordered);
        expect(ordered.toSorted()).toEqual(paths(given).toSorted());
      }),
    );
  });
});
