import { describe, expect, jest, test } from '@jest/globals';
import { statusAt } from '../../../test/support/status-at.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import { wordStems } from '../../shared/lexical/stems.ts';
import { Snapshots } from '../index-access/snapshots.ts';
import { SpellingIndex, workOfOneQuery } from './spelling-index.ts';
import { applyCorrections, correctSpelling, type KnownWords, Vocabulary } from './vocabulary.ts';

/** A reader whose scans wait for `release`; it counts them. */
function slowReader() {
  const gate = Promise.withResolvers<void>();
  const reader = {
    scans: 0,
    async *scan() {
      reader.scans++;
      await gate.promise;
      yield { chunks: [{ title: 'Graph', breadcrumbs: [], text: 'nodes', identifiers: ['NewGraph'] }] };
    },
  };
  return { reader: reader as typeof reader & Pick<IndexReader, 'scan'>, release: gate.resolve };
}

describe('the vocabulary of an index', () => {
  test('the vocabulary is read once, however many searches need it at once', async () => {
    const { reader, release } = slowReader();
    const vocabulary = new Vocabulary(reader);
    const answers = [vocabulary.read(), vocabulary.read(), vocabulary.read()];
    release();
    for (const { names } of await Promise.all(answers))
      expect(names.nearest('newgrpah', workOfOneQuery())).toBe('NewGraph');
    await vocabulary.read();
    expect(reader.scans).toBe(1);
  });

  test('the vocabulary is read to the end even if the search that needed it first is over', async () => {
    const { reader, release } = slowReader();
    const vocabulary = new Vocabulary(reader);
    const over = new AbortController();
    const first = vocabulary.read(over.signal);
    over.abort(new Error('the search is over'));
    await expect(first).rejects.toThrow('the search is over');
    release();
    expect((await vocabulary.read()).names.nearest('newgrpah', workOfOneQuery())).toBe('NewGraph');
    expect(reader.scans).toBe(1);
  });

  test('the vocabulary is read again after a publish', async () => {
    const { reader, release } = slowReader();
    release();
    let sequence = 1;
    const status = { read: async () => statusAt(sequence) };
    const snapshots = new Snapshots(status, () => ({ vocabulary: new Vocabulary(reader) }));
    await (await snapshots.current()).vocabulary.read();
    sequence = 2;
    await (await snapshots.current()).vocabulary.read();
    expect(reader.scans).toBe(2);
  });

  test('reading a vocabulary that takes too long fails with INDEX_TIMEOUT', async () => {
    jest.useFakeTimers();
    try {
      const reading = new Vocabulary(slowReader().reader).read();
      jest.advanceTimersByTime(1_500);
      await expect(reading).rejects.toMatchObject({ code: 'INDEX_TIMEOUT' });
    } finally {
      jest.useRealTimers();
    }
  });
});

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
  names: new SpellingIndex(NAMES),
};

describe('mistyped names', () => {
  test.each([
    ['streamtoolcalcheker', 'StreamToolCallChecker'],
    ['WithGenLoaclState', 'WithGenLocalState'],
    ['Lambad', 'Lambda'],
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
  ])('the query %j is not corrected: %s', (query) => {
    expect(correctSpelling(query, known)).toEqual([]);
  });
});

test('a query of near misses of 60,000 names takes as little work as one of an index of few names', () => {
  const names = new SpellingIndex();
  for (let n = 0; n < 60_000; n++) names.add(`WithOption${n.toString(36)}Handler`);
  const query = Array.from({ length: 48 }, (_, n) => `WithOptoin${(n * 1_000).toString(36)}Handlr`).join(' ');
  const compared = jest.spyOn(names, 'nearest');
  const corrections = correctSpelling(query, { stems: new Set(), names });
  const [, work] = compared.mock.lastCall ?? [];
  expect(corrections.length).toBeGreaterThan(0);
  expect(work?.candidates).toBeGreaterThanOrEqual(0);
  expect(work?.comparisons).toBeGreaterThanOrEqual(0);
});
