import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { redirectsAfter } from '../index/after-publish.ts';
import type { PathChange } from '../source/docs-source.ts';
import { PathTrace } from './path-trace.ts';

/** One commit of a linear history, and the documents after it. */
interface Commit {
  readonly changes: readonly PathChange[];
  readonly documents: ReadonlySet<string>;
}

const path = fc.constantFrom<string>('a', 'b', 'c', 'd', 'e', 'f');
const wishes = fc.record({
  moves: fc.array(fc.tuple(path, path), { maxLength: 1 }),
  removed: fc.array(path, { maxLength: 1 }),
  added: fc.array(path, { maxLength: 1 }),
});

/** Histories with chains, swaps, documents that replace others, and paths that are used again. */
const history = fc.array(wishes, { minLength: 1, maxLength: 25, size: 'max' }).map((commits) => {
  let documents: ReadonlySet<string> = new Set(['a']);
  const first: Commit = { changes: [{ before: null, after: 'a' }], documents };
  const later = commits.map(({ moves, removed, added }): Commit => {
    const renamed = new Map<string, string>();
    for (const [from, to] of moves) {
      const isFree = ![...renamed.values()].includes(to);
      if (from !== to && documents.has(from) && !renamed.has(from) && isFree) renamed.set(from, to);
    }
    const targets = new Set(renamed.values());
    const gone = removed.filter((each) => documents.has(each) && !renamed.has(each) && !targets.has(each));
    const next = new Set([...documents].filter((each) => !renamed.has(each) && !gone.includes(each)));
    for (const to of targets) next.add(to);
    const come = [...new Set(added)].filter((each) => !next.has(each) && !gone.includes(each));
    for (const each of come) next.add(each);
    documents = next;
    const changes = [
      ...[...renamed].map(([before, after]) => ({ before, after })),
      ...gone.map((before) => ({ before, after: null })),
      ...come.map((after) => ({ before: null, after })),
    ];
    return { changes, documents };
  });
  return [first, ...later];
});

const renamesOf = ({ changes }: Commit) =>
  new Map(
    changes.flatMap(({ before, after }) =>
      before !== null && after !== null ? [[before, after] as const] : [],
    ),
  );
const removedBy = ({ changes, documents }: Commit) =>
  changes.flatMap(({ before }) => (before !== null && !documents.has(before) ? [before] : []));

/** What one sync after each commit leaves. */
function redirectsOf(commits: readonly Commit[]): Map<string, string> {
  let redirects = new Map<string, string>();
  for (const commit of commits) {
    redirects = redirectsAfter(redirects, { renamed: renamesOf(commit) }, (each) =>
      commit.documents.has(each),
    );
  }
  return redirects;
}

const byPath = (redirects: ReadonlyMap<string, string>) => new Map([...redirects].sort());
const documentsAfter = (commits: readonly Commit[]) => commits.at(-1)?.documents ?? new Set<string>();

/** Of what the trace finds, what an index without any redirect adds. */
function added(trace: PathTrace, documents: ReadonlySet<string>): Map<string, string> {
  const formerPaths = { found: trace.found, positions: {} };
  return redirectsAfter(new Map(), { renamed: new Map(), formerPaths }, (each) => documents.has(each));
}

describe('tracing documents back through a history', () => {
  test('the former paths found in any linear history are the redirects that one sync after each commit leaves', () => {
    fc.assert(
      fc.property(history, (commits) => {
        const documents = documentsAfter(commits);
        const trace = PathTrace.begin([...documents], documents);
        for (const { changes } of commits.toReversed()) trace.before(changes);
        expect(byPath(added(trace, documents))).toEqual(byPath(redirectsOf(commits)));
      }),
      { numRuns: 1_000 },
    );
  });

  test('a history that is read in parts, between publishes, gives the same former paths', () => {
    const parts = fc.array(fc.nat({ max: 2 }), { minLength: 25, maxLength: 25 });
    fc.assert(
      fc.property(history, fc.nat({ max: 25 }), parts, (commits, start, sizes) => {
        // The index begins with the documents after some commit. Each later commit is a publish.
        const begin = Math.min(start, commits.length - 1);
        let unread = commits.slice(0, begin + 1).reverse();
        let redirects = new Map<string, string>();
        let trace = PathTrace.begin(
          [...documentsAfter(commits.slice(0, begin + 1))],
          documentsAfter(unread.toReversed()),
        );
        const publishes = commits.slice(begin + 1);
        for (const [i, publish] of [null, ...publishes].entries()) {
          const documents = publish?.documents ?? documentsAfter(commits.slice(0, begin + 1));
          const renamed = publish === null ? new Map<string, string>() : renamesOf(publish);
          if (publish !== null) {
            trace = PathTrace.resume(trace.position(''), { documents, renamed, removed: removedBy(publish) });
          }
          const isLast = i === publishes.length;
          const size = isLast ? unread.length : (sizes[i] ?? 0);
          for (const { changes } of unread.slice(0, size)) trace.before(changes);
          unread = unread.slice(size);
          const formerPaths = { found: trace.found, positions: {} };
          redirects = redirectsAfter(redirects, { renamed, formerPaths }, (each) => documents.has(each));
        }
        expect(byPath(redirects)).toEqual(byPath(redirectsOf(commits)));
      }),
      { numRuns: 3_000 },
    );
  });

  test('of two contradicting commits of merged branches, the later one is right', () => {
    const trace = PathTrace.begin(['b'], new Set(['b']));
    trace.before([{ before: 'a', after: 'b' }]);
    trace.before([{ before: 'a', after: 'b' }]);
    trace.before([{ before: 'x', after: 'a' }]);
    expect([...trace.found]).toEqual([
      ['a', 'b'],
      ['x', 'b'],
    ]);
  });

  test('a former path leads to nothing if the last document there was removed', () => {
    const trace = PathTrace.begin(['b'], new Set(['b']));
    trace.before([{ before: 'a', after: null }]);
    trace.before([{ before: null, after: 'a' }]);
    trace.before([{ before: 'a', after: 'b' }]);
    expect([...trace.found]).toEqual([]);
  });
});
