import { expect, test } from '@jest/globals';
import { isRowOfWords } from './query-kind.ts';

test.each(['graph node branch', 'streaming', 'GetState thread safety', '图编排'])(
  '"%s" is a row of words',
  (query) => expect(isRowOfWords(query)).toBe(true),
);

test.each([
  'How do I build a graph?',
  'HOW DO I BUILD A GRAPH',
  'resume after an interrupt',
  'compose.NewGraph',
  'GetState WithGenLocalState',
])('"%s" is none', (query) => expect(isRowOfWords(query)).toBe(false));
