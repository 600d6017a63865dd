import { describe, expect, test } from '@jest/globals';
import { match } from '../../../test/support/document-builder.ts';
import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import { rankDocuments } from './rank-documents.ts';

function paths(query: string, ...matches: DocumentMatch[]): string[] {
  return rankDocuments(query, matches).map(({ document }) => document.path);
}

describe('the order of results', () => {
  test('documents are ordered by their index scores if nothing else distinguishes them', () => {
    expect(paths('x', match('b.md', 'one', { score: 0.4 }), match('a.md', 'two', { score: 0.6 }))).toEqual([
      'a.md',
      'b.md',
    ]);
  });

  test('a document with the query as a phrase in its headings comes first', () => {
    const scattered = match('a.md', 'The graph has a state. It is local.', { score: 0.5 });
    const named = match('b.md', 'See below.', { score: 0.5, breadcrumbs: ['Local state'] });
    expect(paths('local state', scattered, named)).toEqual(['b.md', 'a.md']);
  });

  test('further passages raise the rank of a document, and the lack of them does not make a better one worse', () => {
    const one = match('a.md', 'See elsewhere.', { score: 0.5 });
    const more = ['More.', 'And more.'].flatMap((text) => match('a.md', text, { score: 0.4 }).chunks);
    const long = { ...one, chunks: [...one.chunks, ...more] };
    expect(paths('queue drain', long, match('b.md', 'See there.', { score: 0.51 }))).toEqual([
      'a.md',
      'b.md',
    ]);
    expect(paths('queue drain', long, match('b.md', 'See there.', { score: 0.57 }))).toEqual([
      'b.md',
      'a.md',
    ]);
  });

  test('release notes come after guides, unless the query is about releases', () => {
    const notes = match('release_notes_and_migration/v0.5.md', 'Added the summarizing thing.', {
      score: 0.55,
    });
    const guide = match('guides/summarize.md', 'How summarizing works.', { score: 0.5 });
    expect(paths('summarizing', notes, guide)).toEqual([
      'guides/summarize.md',
      'release_notes_and_migration/v0.5.md',
    ]);
    for (const query of ['what changed in v0.5', '升级之后有哪些变更']) {
      expect(paths(query, notes, guide)[0]).toBe('release_notes_and_migration/v0.5.md');
    }
  });

  test('a document that repeats a better one comes after a document with a different text', () => {
    const text = 'Use the builder to make a handler for every timing that you care about.';
    const first = match('a.md', text, { score: 0.6 });
    const copy = match('b.md', `${text} Really.`, { score: 0.58 });
    const other = match('c.md', 'Handlers are registered at the start of a program.', { score: 0.55 });
    expect(paths('zebra', first, copy, other)).toEqual(['a.md', 'c.md', 'b.md']);
  });

  test.each([
    [
      'in Chinese',
      '图的节点之间通过共享状态传递数据，每个节点都可以读写状态，编译之后才能运行。',
      '详见下文。',
    ],
    [
      'in other letters of case',
      'USE THE BUILDER TO MAKE A HANDLER FOR EVERY TIMING THAT YOU CARE ABOUT',
      '',
    ],
  ])(
    'a document that repeats a better one %s comes after a document with a different text',
    (_, text, more) => {
      const first = match('a.md', text.toLowerCase(), { score: 0.6 });
      const copy = match('b.md', `${text}${more}`, { score: 0.58 });
      const other = match('c.md', '回调在程序启动时注册。 Handlers are registered.', { score: 0.55 });
      expect(paths('zebra', first, copy, other)).toEqual(['a.md', 'c.md', 'b.md']);
    },
  );

  test('a document with less than four fifths of the words of a better one does not repeat it', () => {
    const first = match('a.md', 'one two three four five six seven eight nine ten', { score: 0.6 });
    const shorter = match('b.md', 'one two three four five six seven', { score: 0.58 });
    expect(paths('zebra', first, shorter, match('c.md', 'Another.', { score: 0.55 }))).toEqual([
      'a.md',
      'b.md',
      'c.md',
    ]);
  });

  test('scores are from 0 to 1, and documents with equal scores are in the order of their paths', () => {
    const ranked = rankDocuments('local state', [
      match('b.md', 'local state', { score: 1, breadcrumbs: ['Local state'] }),
      match('a.md', 'local state', { score: 1, breadcrumbs: ['Local state'] }),
    ]);
    expect(ranked[0]?.document.path).toBe('a.md');
    for (const { score } of ranked) expect(score).toBeLessThanOrEqual(1);
  });

  test('ranking without matches returns an empty list', () => {
    expect(paths('x')).toEqual([]);
  });
});
