import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ListedDocument } from '../../shared/domain/document.ts';
import { listPagesAfter, redirectsAfter } from './after-publish.ts';

test('after any history, every redirect leads from a path that is not a document to the current path of the document that was there', () => {
  const path = fc.constantFrom<string>('a', 'b', 'c', 'd', 'e');
  const publish = fc.record({
    renamed: fc.uniqueArray(fc.tuple(path, path), { maxLength: 3, selector: ([from]) => from }),
    removed: fc.array(path, { maxLength: 1 }),
    added: fc.array(path, { maxLength: 1 }),
  });
  fc.assert(
    fc.property(fc.array(publish, { maxLength: 12 }), (history) => {
      // Documents by path, each a distinct object, with every path it has had.
      let documents = new Map<string, { readonly paths: string[] }>([['a', { paths: ['a'] }]]);
      let redirects = new Map<string, string>();
      for (const { renamed, removed, added } of history) {
        const targets = new Set<string>();
        const moves = new Map(
          renamed.filter(([from, to]) => {
            const possible = from !== to && documents.has(from) && !targets.has(to);
            if (possible) targets.add(to);
            return possible;
          }),
        );
        const next = new Map([...documents].filter(([at]) => !moves.has(at) && !targets.has(at)));
        for (const at of removed) next.delete(at);
        for (const [from, to] of moves) {
          const document = documents.get(from);
          document?.paths.push(to);
          if (document !== undefined) next.set(to, document);
        }
        for (const at of added) if (!next.has(at) && !removed.includes(at)) next.set(at, { paths: [at] });
        documents = next;
        redirects = redirectsAfter(redirects, { renamed: moves }, (at) => documents.has(at));

        for (const [former, at] of redirects) {
          expect(documents.has(former)).toBe(false);
          expect(documents.get(at)?.paths).toContain(former);
        }
      }
    }),
  );
});

const listed = (path: string, fields: Partial<ListedDocument> = {}): ListedDocument => ({
  path,
  blob: `blob of ${path}`,
  title: path,
  url: path,
  weight: null,
  updatedAt: null,
  language: 'en',
  ...fields,
});

const numbered = (count: number) =>
  Array.from({ length: count }, (_, n) => listed(`${String(n).padStart(5, '0')}.md`));

describe('the pages of the list of documents', () => {
  test('an edit that moves no document changes one page, whatever the number of pages', () => {
    const before = numbered(3_000);
    const pages = listPagesAfter(before, { staged: [], removed: [], sources: [] });
    const staged = [listed('01500.md', { title: '01500.md', blob: 'other' })];
    const after = listPagesAfter(before, { staged, removed: [], sources: [] });
    expect(after).toHaveLength(12);
    const different = after.filter((page, n) => JSON.stringify(page) !== JSON.stringify(pages[n]));
    expect(different).toHaveLength(1);
  });

  test('long titles make pages short, and a document that is longer than a page is one of its own', () => {
    const title = 'x'.repeat(100_000);
    const staged = [
      listed('a.md', { title }),
      listed('b.md', { title }),
      listed('c.md', { title: title.repeat(9) }),
    ];
    const pages = listPagesAfter([], { staged, removed: [], sources: [] });
    expect(pages.map((page) => page.map(({ path }) => path))).toEqual([['a.md', 'b.md'], ['c.md']]);
  });

  test('a list that was changed step by step equals one made of its documents at once', () => {
    const path = fc.constantFrom('a.md', 'a/b.md', 'a/_index.md', 'c/README.md', 'c/d.md', 'e.md');
    const step = fc.record({
      staged: fc.array(fc.record({ path, weight: fc.option(fc.nat(3)) }), { maxLength: 4 }),
      removed: fc.array(path, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 5 }), (steps) => {
        let list: readonly ListedDocument[] = [];
        const documents = new Map<string, ListedDocument>();
        for (const { staged, removed } of steps) {
          const changed = staged.map(({ path, weight }) => listed(path, { weight }));
          list = listPagesAfter(list, { staged: changed, removed, sources: [] }).flat();
          for (const gone of removed) documents.delete(gone);
          for (const document of changed) documents.set(document.path, document);
        }
        const atOnce = listPagesAfter([], { staged: [...documents.values()], removed: [], sources: [] });
        expect(list).toEqual(atOnce.flat());
      }),
      { numRuns: 50 },
    );
  });
});
