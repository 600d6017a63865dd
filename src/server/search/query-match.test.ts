import { describe, expect, test } from '@jest/globals';
import { match } from '../../../test/support/document-builder.ts';
import { matchQuery } from './query-match.ts';

const headed = (path: string, heading: string) => match(path, 'Some text.', { breadcrumbs: [heading] });

describe('how well passages match a query', () => {
  test('subject coverage counts the words of the query in any of their forms', () => {
    const [all, half, none] = matchQuery('resuming checkpoints', [
      headed('a.md', 'A checkpoint lets a run resume.'),
      headed('b.md', 'Resume it.'),
      headed('c.md', 'Other things.'),
    ]);
    expect(all?.subjectCoverage).toBe(1);
    expect(half?.subjectCoverage).toBeGreaterThan(0);
    expect(half?.subjectCoverage).toBeLessThan(1);
    expect(none?.subjectCoverage).toBe(0);
  });

  test('subject coverage weighs rare words more than common ones', () => {
    const [rare, common] = matchQuery('graph interrupt', [
      headed('a.md', 'interrupt'),
      headed('b.md', 'graph'),
      headed('c.md', 'graph'),
      headed('d.md', 'graph'),
    ]);
    expect(rare?.subjectCoverage).toBeGreaterThan(common?.subjectCoverage ?? 1);
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

  test('subject coverage counts Chinese words, without stop words and without pairs of characters that no document has', () => {
    const coverage = (query: string) =>
      matchQuery(query, [headed('a.md', '节点之间共享状态。'), headed('b.md', '别的内容。')])[0]
        ?.subjectCoverage;
    expect(coverage('请问如何在节点之间共享状态')).toBe(1);
    expect(coverage('节点咋还没共享')).toBe(1);
    expect(coverage('节点的股票')).toBeLessThan(1);
    expect(coverage('咋还没')).toBe(0);
  });

  test('subject coverage ignores stop words unless the query has no other words', () => {
    const [first] = matchQuery('how do I use it', [headed('a.md', 'use')]);
    expect(first?.subjectCoverage).toBe(1);
    expect(matchQuery('what is it', [headed('a.md', 'what it is')])[0]?.subjectCoverage).toBe(1);
  });
});
