import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inSiteOrder } from './site-order.ts';

const page = (path: string, weight: number | null = null, updatedAt: string | null = null, title = path) => ({
  path,
  title,
  weight,
  updatedAt,
});

const paths = (documents: readonly { path: string }[]) => documents.map(({ path }) => path);

describe('the order of the site', () => {
  test('a section comes with its own page first, at the place its weight gives it among its siblings', () => {
    const documents = [
      page('b.md', 3),
      page('a/_index.md', 2),
      page('a/z.md', 1),
      page('a/y.md', 2),
      page('c.md', 1),
      page('_index.md'),
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

  test('without a weight, or with 0, a page is last; then the newest, then the title, then the path decides', () => {
    const documents = [
      page('d.md', 0, null, 'Same'),
      page('c.md', null, null, 'Same'),
      page('b.md', null, '2025-01-01'),
      page('a.md', null, '2026-01-01'),
      page('e.md', 9),
    ];
    expect(paths(inSiteOrder(documents))).toEqual(['e.md', 'a.md', 'b.md', 'c.md', 'd.md']);
  });

  test('a folder without a page of its own still holds its documents together', () => {
    expect(paths(inSiteOrder([page('x/b.md', 1), page('m.md', 5), page('x/a.md', 2)]))).toEqual([
      'm.md',
      'x/b.md',
      'x/a.md',
    ]);
  });

  test('every document appears once, whatever order they come in', () => {
    const name = fc.constantFrom('a', 'b', '_index', 'index', 'c d', '人');
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
