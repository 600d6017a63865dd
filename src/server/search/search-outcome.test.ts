import { describe, expect, test } from '@jest/globals';
import { match } from '../../../test/support/document-builder.ts';
import { statusAt } from '../../../test/support/status-at.ts';
import { Snapshots } from '../index-access/snapshots.ts';
import {
  isConfident,
  type LexicalReason,
  OutcomeCache,
  type SearchOutcome,
  unknownNames,
} from './search-outcome.ts';

const request = { query: 'graph', maxResults: 5 };
const outcome = (sequence: number, reason?: LexicalReason): SearchOutcome => ({
  mode: 'lexical',
  ...(reason === undefined ? {} : { reason }),
  status: statusAt(sequence),
  documents: [],
  confident: true,
});

describe('the outcome cache', () => {
  test('the outcome cache returns the outcome of the same request with the current status', () => {
    const cache = new OutcomeCache();
    cache.keep(request, outcome(1));
    const now = { ...statusAt(1), checkedAt: '2026-01-02T00:00:00.000Z' };
    expect(cache.find(request, now)?.status).toBe(now);
    expect(cache.find({ ...request, maxResults: 6 }, now)).toBeNull();
    expect(cache.find({ ...request, pathPrefix: 'core/' }, now)).toBeNull();
  });

  test('the outcome cache of a snapshot is dropped with the next publish', async () => {
    let sequence = 1;
    const status = { read: async () => statusAt(sequence) };
    const snapshots = new Snapshots(status, () => ({ outcomes: new OutcomeCache() }));
    const find = async () => (await snapshots.current()).outcomes.find(request, statusAt(sequence));
    (await snapshots.current()).outcomes.keep(request, outcome(1));
    expect(await find()).not.toBeNull();
    sequence = 2;
    expect(await find()).toBeNull();
    (await snapshots.current()).outcomes.keep({ ...request, query: 'chain' }, outcome(2));
    expect(await find()).toBeNull();
  });

  test('the outcome cache keeps no outcome of a search whose embedder failed', () => {
    const cache = new OutcomeCache();
    cache.keep(request, outcome(1, 'embedder_failing'));
    expect(cache.find(request, statusAt(1))).toBeNull();
  });

  test('the outcome cache keeps the 128 outcomes used last', () => {
    const cache = new OutcomeCache();
    const ask = (n: number) => ({ ...request, query: `q${n}` });
    for (let n = 0; n < 300; n++) {
      cache.keep(ask(n), outcome(1));
      cache.find(ask(0), statusAt(1));
    }
    const known = Array.from({ length: 300 }, (_, n) => cache.find(ask(n), statusAt(1)) !== null);
    expect(known.filter(Boolean)).toHaveLength(128);
    expect([known[0], known[1], known[299]]).toEqual([true, false, true]);
  });
});

describe('isConfident()', () => {
  const lexical = { chunks: 7_000, mode: 'lexical' } as const;
  /** The lowest of some scores that is confident. */
  const threshold = (query: string, index: Parameters<typeof isConfident>[2]) =>
    Array.from({ length: 1_000 }, (_, score) => score / 1_000).find((score) =>
      isConfident(query, [{ score }], index),
    ) ?? Number.NaN;

  test('a score that makes an answer confident is lower for Chinese, for hybrid searches and in a small index', () => {
    expect(threshold('resume a graph', lexical)).toBeCloseTo(0.303, 2);
    expect(threshold('怎么恢复 graph', lexical)).toBeCloseTo(0.265, 2);
    expect(threshold('resume a graph', { ...lexical, mode: 'hybrid' })).toBeCloseTo(0.274, 2);
    const sizes = [1, 10, 100, 1_000, 100_000].map((chunks) =>
      threshold('resume a graph', { ...lexical, chunks }),
    );
    expect(sizes).toEqual(sizes.toSorted());
    expect(sizes[0]).toBeLessThan(0.1);
  });

  test('one of the first three documents is enough for a confident answer', () => {
    const scores = [0.1, 0.1, 0.4].map((score) => ({ score }));
    expect(isConfident('resume a graph', scores, lexical)).toBe(true);
    expect(isConfident('resume a graph', [{ score: 0.1 }, ...scores], lexical)).toBe(false);
    expect(isConfident('resume a graph', [], lexical)).toBe(false);
  });

  test.each(['what is it', '这是什么', '请问怎么'])('no answer to "%s" is confident', (query) => {
    expect(isConfident(query, [{ score: 1 }], lexical)).toBe(false);
  });
});

const found = [
  match('a.md', 'An agent is made by `NewChatModelAgent`; it calls `write_todos` of LangChain.'),
];

test.each([
  ['adk.NewReactAgent', ['NewReactAgent']],
  ['How do I call NewReactAgent and write_todo_list?', ['NewReactAgent', 'write_todo_list']],
  ['newChatModelAgent', []],
  ['ChatModelAgents and write_todos in LangChain', []],
  ['Which agents does ADK have?', []],
  ['', []],
])('unknownNames() of the query %j is %j', (query, names) => {
  expect(unknownNames(query, found)).toEqual(names);
});

test('unknownNames() of a query with more than five names is empty', () => {
  const names = Array.from({ length: 6 }, (_, n) => `NewAgent${n}`);
  expect(unknownNames(names.slice(1).join(' '), found)).toHaveLength(5);
  expect(unknownNames(names.join(' '), found)).toEqual([]);
});

test('unknownNames() returns every name of the query if nothing is found', () => {
  expect(unknownNames('NewReactAgent', [])).toEqual(['NewReactAgent']);
});
