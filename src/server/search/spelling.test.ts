import { describe, expect, test } from '@jest/globals';
import { wordStems } from './passage-stems.ts';
import { applyCorrections, correctSpelling } from './spelling.ts';
import type { KnownWords } from './vocabulary.ts';

const NAMES = [
  'WithGenLocalState',
  'StreamToolCallChecker',
  'Lambda',
  'lambda',
  'retriever',
  'CheckPointStore',
];
const known: KnownWords = {
  stems: new Set(wordStems(`how do checkpoints resume a graph with options ${NAMES.join(' ')}`)),
  names: new Map(NAMES.map((name) => [name.toLowerCase(), name])),
};

describe('mistyped names', () => {
  test.each([
    ['streamtoolcalcheker', 'StreamToolCallChecker'],
    ['WithGenLoaclState', 'WithGenLocalState'],
    ['Lambad', 'lambda'],
    ['retreiver', 'retriever'],
    ['heckpointstore', 'CheckPointStore'],
  ])('the mistyped name %s is corrected to %s', (word, name) => {
    expect(correctSpelling(`${word} options`, known)).toEqual([{ word, name }]);
    expect(applyCorrections(`${word} options`, [{ word, name }])).toBe(`${name} options`);
  });

  test.each([
    ['WithGenLocalState', 'a name as written'],
    ['withGenLocalState', 'a name in another case'],
    ['resumes options', 'another form of a known word'],
    ['lamp', 'a word too short to be sure'],
    ['lambde', 'a short word with another letter'],
    ['ambda', 'a short word with another beginning'],
    ['sourdough bread', 'words near no name'],
    ['', 'nothing'],
  ])('%j is not corrected: %s', (query) => {
    expect(correctSpelling(query, known)).toEqual([]);
  });
});
