import { describe, expect, test } from '@jest/globals';
import { statusAt } from '../../../test/support/status-at.ts';
import { wordsInMemory, wordsOfChunk } from '../../../test/support/words-in-memory.ts';
import { Snapshots } from '../index-access/snapshots.ts';
import { applyCorrections, Vocabulary } from './vocabulary.ts';

const NAMES = [
  'WithGenLocalState',
  'StreamToolCallChecker',
  'Lambda',
  'lambda',
  'retriever',
  'CheckPointStore',
];
const INDEX = wordsInMemory([wordsOfChunk(NAMES, 'how do checkpoints resume a graph with options')]);

/** The words of an index, and what it has been asked for. */
function countedIndex(index = INDEX) {
  const asked: string[] = [];
  const reader: typeof INDEX = {
    termCounts(terms, signal) {
      asked.push(`terms ${[...terms].sort().join(' ')}`);
      return index.termCounts(terms, signal);
    },
    namesUnder(keys, limit, signal) {
      asked.push('names');
      return index.namesUnder(keys, limit, signal);
    },
  };
  return { reader, asked };
}

const seesNothing = () => false;
const seesEverything = () => true;

describe('mistyped names', () => {
  test.each([
    ['streamtoolcalcheker', 'StreamToolCallChecker'],
    ['WithGenLoaclState', 'WithGenLocalState'],
    ['Lambad', 'Lambda'],
    ['retreiver', 'retriever'],
    ['heckpointstore', 'CheckPointStore'],
  ])('the mistyped name %s is corrected to %s', async (word, name) => {
    const corrections = await new Vocabulary(INDEX).corrections(`${word} options`, seesNothing);
    expect(corrections).toEqual([{ word, name }]);
    expect(applyCorrections(`${word} options`, corrections)).toBe(`${name} options`);
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
  ])('the query %j is not corrected: %s', async (query) => {
    expect(await new Vocabulary(INDEX).corrections(query, seesNothing)).toEqual([]);
  });
});

describe('what the index is asked for', () => {
  test('all words of a query are looked up at once, and each word once in a snapshot', async () => {
    const { reader, asked } = countedIndex();
    const vocabulary = new Vocabulary(reader);
    const query = 'retreiver lambad sourdough';
    expect(vocabulary.known(query)).toBeNull();
    const corrections = await vocabulary.corrections(query, seesNothing);
    expect(corrections.map(({ name }) => name)).toEqual(['retriever', 'Lambda']);
    expect(asked).toEqual(['terms lambad retreiv sourdough', 'names']);

    expect(vocabulary.known(query)).toEqual(corrections);
    expect(await vocabulary.corrections(query, seesNothing)).toEqual(corrections);
    expect(asked).toHaveLength(2);
    await vocabulary.corrections('lambad crusts', seesNothing);
    expect(asked.slice(2)).toEqual(['terms crust', 'names']);
  });

  test('nothing is asked for words that the caller has seen or that are too short or too long, and they are known afterwards', async () => {
    const { reader, asked } = countedIndex();
    const vocabulary = new Vocabulary(reader);
    const query = `a graph with tools ${'x'.repeat(65)} 图编排`;
    expect(await vocabulary.corrections(query, seesEverything)).toEqual([]);
    expect(vocabulary.known(query)).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('a look-up that fails is tried again by the next query', async () => {
    const { reader } = countedIndex();
    let fails = true;
    const vocabulary = new Vocabulary({
      ...reader,
      termCounts: (terms) => (fails ? Promise.reject(new Error('unreadable')) : reader.termCounts(terms)),
    });
    await expect(vocabulary.corrections('lambad', seesNothing)).rejects.toThrow('unreadable');
    fails = false;
    expect(await vocabulary.corrections('lambad', seesNothing)).toEqual([{ word: 'lambad', name: 'Lambda' }]);
  });

  test('words are looked up again after a publish', async () => {
    const { reader, asked } = countedIndex();
    let sequence = 1;
    const status = { read: async () => statusAt(sequence) };
    const snapshots = new Snapshots(status, () => ({ vocabulary: new Vocabulary(reader) }));
    await (await snapshots.current()).vocabulary.corrections('lambad', seesNothing);
    sequence = 2;
    await (await snapshots.current()).vocabulary.corrections('lambad', seesNothing);
    expect(asked).toEqual(['terms lambad', 'names', 'terms lambad', 'names']);
  });

  test('a query of near misses of very many names reads a bounded number of them and is not remembered as checked', async () => {
    const names = Array.from(
      { length: 4_000 },
      (_, n) => `WithOption${n.toString(36).padStart(3, '0')}Handler`,
    );
    const { reader } = countedIndex(wordsInMemory([wordsOfChunk(names)]));
    const limits: number[] = [];
    const vocabulary = new Vocabulary({
      ...reader,
      namesUnder(keys, limit) {
        limits.push(limit);
        return reader.namesUnder(keys, limit);
      },
    });
    const query = Array.from(
      { length: 48 },
      (_, n) => `WithOptoin${(n * 50).toString(36).padStart(3, '0')}Handlr`,
    ).join(' ');
    expect((await vocabulary.corrections(query, seesNothing)).length).toBeGreaterThan(0);
    expect(limits).toEqual([3_000]);
    expect(vocabulary.known(query)).toBeNull();
  });
});
