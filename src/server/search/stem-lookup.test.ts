import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { indexedParts, stemOf, wordStems } from '../../shared/lexical/words.ts';
import { StemLookup } from './stem-lookup.ts';

/** Pieces that words are made of, so that parts, suffixes and beginnings of parts meet in all ways. */
const piece = fc.constantFrom(
  ...'a b G S T x g 7 42 _ . - \n é É ß ǅ ª 用 图 节点 の 𝒜 𐐀 𐐨'.split(' '),
  ...'graph Graph GRAPH run running Runs ion ing er e ed es s'.split(' '),
  ' ',
  ' ',
  '\u0301',
);
const text = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));

const stemsOf = (indexed: string) => indexedParts(indexed).map(stemOf);

function areNeighbours(stems: readonly string[], first: string, second: string): boolean {
  return stems.some((stem, at) => stem === first && (stems[at + 1] === second || stems[at + 2] === second));
}

describe('looking stems up in a text', () => {
  test('finds exactly the stems of its parts, and which of them are neighbours', () => {
    fc.assert(
      fc.property(text, text, (indexed, query) => {
        const lookup = new StemLookup(indexed);
        const long = new StemLookup(`${indexed}${' -'.repeat(200)}`);
        const stems = stemsOf(indexed);
        const sought = [...new Set([...stems, ...wordStems(query)])];
        for (const stem of sought) {
          const has = [lookup.has(stem), long.has(stem)];
          expect([stem, ...has]).toEqual([stem, stems.includes(stem), stems.includes(stem)]);
        }
        const second = sought.at(-1) ?? 'x';
        for (const first of sought)
          expect([first, second, lookup.hasNeighbours(first, second)]).toEqual([
            first,
            second,
            areNeighbours(stems, first, second),
          ]);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['The rungs of a ladder', 'rung', true],
    ['The rungs of a ladder', 'run', false],
    ['prune it', 'run', false],
    ['call NewGraph', 'graph', true],
    ['HTTPServer', 'server', false],
    ['HTTPServer', 'serv', true],
    ['用图编排', '图', true],
    ['in İstanbul', 'i\u0307stanbul', true],
  ])('%j has the stem %s: %s', (indexed, stem, expected) => {
    expect(new StemLookup(indexed).has(stem)).toBe(expected);
    expect(stemsOf(indexed).includes(stem)).toBe(expected);
  });

  test('a text of one long part that has the stem everywhere but at its beginning takes one look', () => {
    const lookup = new StemLookup(`b${'a'.repeat(1_000_000)}`);
    expect(lookup.has('aaa')).toBe(false);
  });
});
