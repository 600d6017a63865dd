import { expect, test } from '@jest/globals';
import { isRowOfWords } from './is-row-of-words.ts';

test.each(['graph node branch', 'streaming', 'GetState thread safety', '图编排'])(
  '"%s" is a row of words',
  (question) => expect(isRowOfWords(question)).toBe(true),
);

test.each([
  'How do I build a graph?',
  'HOW DO I BUILD A GRAPH',
  'resume after an interrupt',
  'compose.NewGraph',
  'GetState WithGenLocalState',
])('"%s" is none', (question) => expect(isRowOfWords(question)).toBe(false));
