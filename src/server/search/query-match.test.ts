import { describe, expect, test } from '@jest/globals';
import { match } from '../../../test/support/document-builder.ts';
import { PassageStems } from './passage-stems.ts';
import { lexicalWeight, matchQuery } from './query-match.ts';

const stems = new PassageStems();

describe('how passages speak of a query', () => {
  test('counts the words asked, in any of their forms, identifiers in parts', () => {
    const [all, half, none] = matchQuery(
      'resuming checkpoints',
      [
        match('a.md', 'A checkpoint lets a run resume.'),
        match('b.md', 'Resume it.'),
        match('c.md', 'Other things.'),
      ],
      stems,
    );
    expect(all?.covered).toBe(1);
    expect(half?.covered).toBeGreaterThan(0);
    expect(half?.covered).toBeLessThan(1);
    expect(none?.covered).toBe(0);
  });

  test('lets rare words count more than common ones', () => {
    const [rare, common] = matchQuery(
      'graph interrupt',
      [match('a.md', 'interrupt'), match('b.md', 'graph'), match('c.md', 'graph'), match('d.md', 'graph')],
      stems,
    );
    expect(rare?.covered).toBeGreaterThan(common?.covered ?? 1);
  });

  test('finds a name written as one word', () => {
    const [found] = matchQuery(
      'withgenlocalstate',
      [match('a.md', 'Call `compose.WithGenLocalState`.', { identifiers: ['compose.WithGenLocalState'] })],
      stems,
    );
    expect(found?.covered).toBe(1);
  });

  test('tells words in title and headings, and words that stand together', () => {
    const [named, apart] = matchQuery(
      'dynamic interrupt',
      [
        match('a.md', 'A dynamic interrupt pauses.', { breadcrumbs: ['Dynamic Interrupt'] }),
        match('b.md', 'Interrupt it. Some prose in between. Dynamic.'),
      ],
      stems,
    );
    expect(named).toMatchObject({ named: 1, phrased: 1 });
    expect(apart).toMatchObject({ named: 0, phrased: 0 });
  });

  test('leaves out the small words of a query, unless it has no other', () => {
    const [first] = matchQuery('how do I use it', [match('a.md', 'use')], stems);
    expect(first?.covered).toBe(1);
    expect(matchQuery('what is it', [match('a.md', 'what it is')], stems)[0]?.covered).toBe(1);
  });
});

const weightOf = (...texts: readonly string[]) =>
  lexicalWeight(
    'resume the interrupted graph',
    texts.map((text, i) => match(`${i}.md`, text)),
    new PassageStems(),
  );

test('words count more than a vector where one page has them all, and nothing where none has any', () => {
  expect(weightOf('Something else.', 'To resume a graph that was interrupted.')).toBe(1.75);
  expect(weightOf('Something else.')).toBe(0);
  expect(weightOf()).toBe(0);
});

test('the less of a query is found, the less its words count', () => {
  const weights = ['interrupt and resume a graph', 'resume a graph', 'a graph'].map((text) => weightOf(text));
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  expect(new Set(weights).size).toBe(3);
});

test('pages far down do not count', () => {
  expect(weightOf('One.', 'Two.', 'Three.', 'resume the interrupted graph')).toBe(0);
});
