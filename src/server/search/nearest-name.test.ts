import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wordsInMemory, wordsOfChunk } from '../../../test/support/words-in-memory.ts';
import { chunkNames } from '../../shared/lexical/chunk-words.ts';
import { keysOfWord } from '../../shared/lexical/spelling-keys.ts';
import { allowedEdits, editDistance, nameCandidate, nearestName, workOfOneQuery } from './nearest-name.ts';

/** Few letters, so that words are often close to each other. */
const word = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', 'C', 'é'), minLength, maxLength });

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
    .tuple(
      fc.nat(Math.max(0, from.length - 1)),
      fc.constantFrom('insert', 'delete', 'replace', 'swap'),
      word(1, 1),
    )
    .map(([at, kind, letter]) => {
      const [before, after] = [from.slice(0, at), from.slice(at)];
      if (kind === 'insert') return before + letter + after;
      if (kind === 'delete') return before + after.slice(1);
      if (kind === 'replace') return before + letter + after.slice(1);
      return before + (after[1] ?? '') + (after[0] ?? '') + after.slice(2);
    });

/** The nearest name by the definition: of all names that the rules allow, the first by distance, alphabet and case. */
function nearestOfAll(typed: string, names: readonly string[]): string | null {
  const lower = typed.toLowerCase();
  const limit = lower.length < 5 || lower.length > 64 ? 0 : lower.length < 8 ? 1 : 2;
  const isOtherWord = (name: string) => {
    const replaces =
      name.length === lower.length && new Set(name).symmetricDifference(new Set(lower)).size > 0;
    return lower.length < 8 && (name[0] !== lower[0] || replaces);
  };
  const before = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const [nearest] = names
    .map((name) => ({ name, folded: name.toLowerCase() }))
    .map((one) => ({ ...one, distance: wholeDistance(lower, one.folded) }))
    .filter(({ name, folded, distance }) => name.length >= 4 && distance <= limit && !isOtherWord(folded))
    .sort((a, b) => a.distance - b.distance || before(a.folded, b.folded) || before(a.name, b.name));
  return limit === 0 ? null : (nearest?.name ?? null);
}

test('of the names filed under the keys of a word, the nearest is the one that a comparison with every name finds', async () => {
  const input = word(3, 18)
    .chain((name) => fc.tuple(fc.constant(name), edited(name)))
    .chain(([name, once]) => fc.tuple(fc.constant(name), once === '' ? fc.constant(once) : edited(once)));
  await fc.assert(
    fc.asyncProperty(fc.array(input, { minLength: 1, maxLength: 20 }), async (pairs) => {
      const names = [...new Set(pairs.map(([name]) => name))];
      // Each in a chunk of its own: names that differ only by case are then all filed.
      const index = wordsInMemory(names.map((name) => wordsOfChunk([name])));
      const filed = names.flatMap((name) => chunkNames({ identifiers: [name] }));
      for (const [, typed] of pairs) {
        const { names: near } = await index.namesUnder(keysOfWord(typed, allowedEdits(typed)), 1_000);
        const found = nearestName(typed, near.map(nameCandidate), workOfOneQuery());
        expect(found).toBe(nearestOfAll(typed, filed));
      }
    }),
    { numRuns: 200 },
  );
});

describe('the nearest name', () => {
  const nearest = (typed: string, names: readonly string[], work = workOfOneQuery()) =>
    nearestName(typed, names.map(nameCandidate), work);

  test('for a short word, it is within one edit that neither replaces a letter nor changes the first', () => {
    const names = ['graph', 'lambda', 'stream'];
    expect(
      ['garph', 'grapph', 'lambd', 'strean', 'tream', 'gra'].map((typed) => nearest(typed, names)),
    ).toEqual(['graph', 'graph', 'lambda', null, null, null]);
  });

  test('names that are made to be near to everything cannot make it take more work than allowed', () => {
    const names = Array.from(
      { length: 2_000 },
      (_, n) => `aaaaaaaa${n.toString(2).padStart(15, '0').replaceAll('0', 'b')}`,
    );
    const used = { comparisons: 100 };
    for (let n = 0; n < 48; n++) nearest(`aaaaaaaa${'b1'.repeat(7)}${n}`, names, used);
    expect(used.comparisons).toBe(0);
  });

  test('a word of thousands of letters is no typing error and takes no work', () => {
    const used = workOfOneQuery();
    expect(nearest('a'.repeat(3_999), ['a'.repeat(4_000)], used)).toBeNull();
    expect(used).toEqual(workOfOneQuery());
  });

  test('the keys that are looked up do not grow with the names, and few names that are far from a word share them', async () => {
    const names = Array.from(
      { length: 3_000 },
      (_, n) => `Other${(n * 7919).toString(36)}Name${n.toString(36)}`,
    );
    const index = wordsInMemory([wordsOfChunk(['CheckPointStore', ...names])]);
    const keys = keysOfWord('ChekPointStroe', 2);
    const found = (await index.namesUnder(keys, 1_000)).names;
    expect(found).toContain('CheckPointStore');
    expect(found.length).toBeLessThan(20);
    expect(keys.length).toBeLessThan(200);
  });
});
