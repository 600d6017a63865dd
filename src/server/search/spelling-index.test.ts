import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { editDistance } from './edit-distance.ts';
import { SpellingIndex, workOfOneQuery } from './spelling-index.ts';

/** Few letters, so that words are often close to each other. */
const word = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), minLength, maxLength });

/** Distance by the definition: the whole matrix, without a limit. */
function wholeDistance(a: string, b: string): number {
  const cells = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  const at = (i: number, j: number) => cells[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let j = 1; j <= b.length; j++) cells[0]?.push(j);
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      cells[i]?.push(Math.min(replaced, swapped, at(i - 1, j) + 1, at(i, j - 1) + 1));
    }
  }
  return at(a.length, b.length);
}

test('the edit distance is that of the definition, and one more than the limit beyond it', () => {
  fc.assert(
    fc.property(word(0, 12), word(0, 12), fc.integer({ min: 0, max: 3 }), (a, b, limit) => {
      expect(editDistance(a, b, limit)).toBe(Math.min(limit + 1, wholeDistance(a, b)));
    }),
    { numRuns: 300 },
  );
});

/** Changes a word as a typing error does. */
const edited = (from: string) =>
  fc
    .tuple(fc.nat(from.length - 1), fc.constantFrom('insert', 'delete', 'replace', 'swap'), word(1, 1))
    .map(([at, kind, letter]) => {
      const [before, after] = [from.slice(0, at), from.slice(at)];
      if (kind === 'insert') return before + letter + after;
      if (kind === 'delete') return before + after.slice(1);
      if (kind === 'replace') return before + letter + after.slice(1);
      return before + (after[1] ?? '') + (after[0] ?? '') + after.slice(2);
    });

describe('the nearest name', () => {
  test('for a long word, it is the one that a comparison with every name finds', () => {
    const input = word(6, 18)
      .chain((name) => fc.tuple(fc.constant(name), edited(name)))
      .chain(([name, once]) => fc.tuple(fc.constant(name), once === '' ? fc.constant(once) : edited(once)));
    fc.assert(
      fc.property(fc.array(input, { minLength: 1, maxLength: 20 }), (pairs) => {
        const names = [...new Set(pairs.map(([name]) => name))];
        const index = new SpellingIndex(names);
        for (const [, typed] of pairs.filter((pair) => pair[1].length >= 8)) {
          const byDistance = names
            .map((name) => ({ name, distance: wholeDistance(typed, name) }))
            .filter(({ distance }) => distance <= 2)
            .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
          expect(index.nearest(typed, workOfOneQuery())).toBe(byDistance[0]?.name ?? null);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('for a shorter word, it is within one edit that neither replaces a letter nor changes the first', () => {
    const index = new SpellingIndex(['graph', 'lambda', 'stream']);
    const nearest = (typed: string) => index.nearest(typed, workOfOneQuery());
    expect(['garph', 'grapph', 'lambd', 'strean', 'tream', 'gra'].map(nearest)).toEqual([
      'graph',
      'graph',
      'lambda',
      null,
      null,
      null,
    ]);
  });

  test('it is found with work that does not grow with the number of names that are far from the word', () => {
    const work = (others: number) => {
      const index = new SpellingIndex(['CheckPointStore']);
      for (let n = 0; n < others; n++) index.add(`Other${(n * 7919).toString(36)}Name${n.toString(36)}`);
      const used = workOfOneQuery();
      expect(index.nearest('ChekPointStroe', used)).toBe('CheckPointStore');
      const all = workOfOneQuery();
      return all.candidates - used.candidates + 10 * (all.comparisons - used.comparisons);
    };
    expect(work(20_000)).toBeLessThan(work(0) + 400);
  });

  test('names that are made to be near to everything cannot make a look-up take more work than allowed', () => {
    const index = new SpellingIndex();
    for (let n = 0; n < 20_000; n++)
      index.add(`aaaaaaaa${n.toString(2).padStart(15, '0').replaceAll('0', 'b')}`);
    const used = { candidates: 1_000, comparisons: 100 };
    for (let n = 0; n < 48; n++) index.nearest(`aaaaaaaa${'b1'.repeat(7)}${n}`, used);
    expect(used.candidates).toBeGreaterThanOrEqual(0);
    expect(used.comparisons).toBeGreaterThanOrEqual(0);
  });

  test('a word of thousands of letters is no typing error and takes no work', () => {
    const index = new SpellingIndex(['a'.repeat(4_000)]);
    const used = workOfOneQuery();
    expect(index.nearest('a'.repeat(3_999), used)).toBeNull();
    expect(used).toEqual(workOfOneQuery());
  });
});
