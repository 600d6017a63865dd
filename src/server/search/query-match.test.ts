import { describe, expect, test } from '@jest/globals';
import { match } from '../../../test/support/document-builder.ts';
import { lexicalWeight, matchQuery } from './query-match.ts';

describe('how well passages match a query', () => {
  test('query coverage counts the words of the query in any of their forms', () => {
    const [all, half, none] = matchQuery('resuming checkpoints', [
      match('a.md', 'A checkpoint lets a run resume.'),
      match('b.md', 'Resume it.'),
      match('c.md', 'Other things.'),
    ]);
    expect(all?.coverage).toBe(1);
    expect(half?.coverage).toBeGreaterThan(0);
    expect(half?.coverage).toBeLessThan(1);
    expect(none?.coverage).toBe(0);
  });

  test('query coverage weighs rare words more than common ones', () => {
    const [rare, common] = matchQuery('graph interrupt', [
      match('a.md', 'interrupt'),
      match('b.md', 'graph'),
      match('c.md', 'graph'),
      match('d.md', 'graph'),
    ]);
    expect(rare?.coverage).toBeGreaterThan(common?.coverage ?? 1);
  });

  test('query coverage counts a name of the docs that the query writes in lower case', () => {
    const [found] = matchQuery('withgenlocalstate', [
      match('a.md', 'Call `compose.WithGenLocalState`.', { identifiers: ['compose.WithGenLocalState'] }),
    ]);
    expect(found?.coverage).toBe(1);
  });

  test('subject coverage counts query words in headings, and proximity those next to each other', () => {
    const [named, apart] = matchQuery('dynamic interrupt', [
      match('a.md', 'A dynamic interrupt pauses.', { breadcrumbs: ['Dynamic Interrupt'] }),
      match('b.md', 'Interrupt it. Some prose in between. Dynamic.'),
    ]);
    expect(named).toMatchObject({ subjectCoverage: 1, proximity: 1 });
    expect(apart).toMatchObject({ subjectCoverage: 0, proximity: 0 });
  });

  test('subject coverage counts query words in the name or the first sentence about one declaration', () => {
    const text =
      '```go\nfunc Send() error\n```\n\nSend waits for the queue. It may block.\n\n' +
      '## Close\n\n```go\nfunc Close()\n```\n\nClose drains the queue.';
    const breadcrumbs = ['package bus', 'Send'];
    const sections = [
      { heading: 'Close', breadcrumbs: ['package bus', 'Close'], url: '', start: text.indexOf('## Close') },
    ];
    const coverage = (query: string, path = 'bus/bus.go') =>
      matchQuery(query, [match(path, text, { breadcrumbs, sections })])[0]?.subjectCoverage;
    expect(coverage('close drains queue')).toBe(1);
    expect(coverage('send wait bus')).toBe(1);
    expect(coverage('send drains')).toBe(0.5);
    expect(coverage('send block')).toBe(0.5);
    expect(coverage('close drains queue', 'bus.md')).toBeCloseTo(1 / 3);
  });

  test('query coverage counts Chinese words, without stop words and without pairs of characters that no document has', () => {
    const coverage = (query: string) =>
      matchQuery(query, [match('a.md', '节点之间共享状态。'), match('b.md', '别的内容。')])[0]?.coverage;
    expect(coverage('请问如何在节点之间共享状态')).toBe(1);
    expect(coverage('节点咋还没共享')).toBe(1);
    expect(coverage('节点的股票')).toBeLessThan(1);
    expect(coverage('咋还没')).toBe(0);
  });

  test('query coverage ignores stop words unless the query has no other words', () => {
    const [first] = matchQuery('how do I use it', [match('a.md', 'use')]);
    expect(first?.coverage).toBe(1);
    expect(matchQuery('what is it', [match('a.md', 'what it is')])[0]?.coverage).toBe(1);
  });
});

const weightOf = (...texts: readonly string[]) =>
  lexicalWeight(
    'resume the interrupted graph',
    texts.map((text, i) => match(`${i}.md`, text)),
  );

test('the weight of the lexical ranking is 6 if a document covers the query and 0.5 if none has a word of it', () => {
  expect(weightOf('Something else.', 'To resume a graph that was interrupted.')).toBe(6);
  expect(weightOf('Something else.')).toBe(0.5);
  expect(weightOf()).toBe(0.5);
});

test('the weight of the lexical ranking is lower, the less of the query a document covers', () => {
  const weights = ['interrupt and resume a graph', 'resume a graph', 'a graph'].map((text) => weightOf(text));
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  expect(new Set(weights).size).toBe(3);
});

test('the fourth document does not add to the weight of the lexical ranking', () => {
  expect(weightOf('One.', 'Two.', 'Three.', 'resume the interrupted graph')).toBe(0.5);
});
