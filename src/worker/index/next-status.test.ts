import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { redirectsAfter } from './next-status.ts';

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
