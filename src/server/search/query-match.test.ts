import { describe, expect, test } from '@jest/globals';
import { match } from '../../../test/support/document-builder.ts';
import { PassageStems } from './passage-stems.ts';
import { lexicalWeight, matchQuery } from './query-match.ts';

const stems = new PassageStems();

describe('how passages speak of a query', () => {
  test('coverage counts the words of the query in any of their forms', () => {
    const [all, half, none] = matchQuery(
      'resuming checkpoints',
      [
        match('a.md', 'A checkpoint lets a run resume.'),
        match('b.md', 'Resume it.'),
        match('c.md', 'Other things.'),
      ],
      stems,
    );
    expect(all?.coverage).toBe(1);
    expect(half?.coverage).toBeGreaterThan(0);
    expect(half?.coverage).toBeLessThan(1);
    expect(none?.coverage).toBe(0);
  });

  test('coverage weighs rare words more than common ones', () => {
    const [rare, common] = matchQuery(
      'graph interrupt',
      [match('a.md', 'interrupt'), match('b.md', 'graph'), match('c.md', 'graph'), match('d.md', 'graph')],
      stems,
    );
    expect(rare?.coverage).toBeGreaterThan(common?.coverage ?? 1);
  });

  test('coverage includes a name written as one word', () => {
    const [found] = matchQuery(
      'withgenlocalstate',
      [match('a.md', 'Call `compose.WithGenLocalState`.', { identifiers: ['compose.WithGenLocalState'] })],
      stems,
    );
    expect(found?.coverage).toBe(1);
  });

  test('heading coverage counts the words in headings, and proximity those that are neighbours', () => {
    const [named, apart] = matchQuery(
      'dynamic interrupt',
      [
        match('a.md', 'A dynamic interrupt pauses.', { breadcrumbs: ['Dynamic Interrupt'] }),
        match('b.md', 'Interrupt it. Some prose in between. Dynamic.'),
      ],
      stems,
    );
    expect(named).toMatchObject({ headingCoverage: 1, proximity: 1 });
    expect(apart).toMatchObject({ headingCoverage: 0, proximity: 0 });
  });

  test('coverage ignores the stop words of a query, unless it has no other words', () => {
    const [first] = matchQuery('how do I use it', [match('a.md', 'use')], stems);
    expect(first?.coverage).toBe(1);
    expect(matchQuery('what is it', [match('a.md', 'what it is')], stems)[0]?.coverage).toBe(1);
  });
});

const weightOf = (...texts: readonly string[]) =>
  lexicalWeight(
    'resume the interrupted graph',
    texts.map((text, i) => match(`${i}.md`, text)),
    new PassageStems(),
  );

test('the lexical ranking weighs more than the dense one where one document covers the query, and nothing where none does', () => {
  expect(weightOf('Something else.', 'To resume a graph that was interrupted.')).toBe(1.75);
  expect(weightOf('Something else.')).toBe(0);
  expect(weightOf()).toBe(0);
});

test('the less of a query a document covers, the less the lexical ranking weighs', () => {
  const weights = ['interrupt and resume a graph', 'resume a graph', 'a graph'].map((text) => weightOf(text));
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  expect(new Set(weights).size).toBe(3);
});

test('documents further down do not add to the weight of the lexical ranking', () => {
  expect(weightOf('One.', 'Two.', 'Three.', 'resume the interrupted graph')).toBe(0);
});
