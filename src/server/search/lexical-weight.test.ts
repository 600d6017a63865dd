import { expect, test } from '@jest/globals';
import { match } from '../../../test/support/document-match.ts';
import { lexicalWeight } from './lexical-weight.ts';
import { PassageStems } from './passage-stems.ts';

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

test('the less of a question is found, the less its words count', () => {
  const weights = ['interrupt and resume a graph', 'resume a graph', 'a graph'].map((text) => weightOf(text));
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  expect(new Set(weights).size).toBe(3);
});

test('pages far down do not count', () => {
  expect(weightOf('One.', 'Two.', 'Three.', 'resume the interrupted graph')).toBe(0);
});
