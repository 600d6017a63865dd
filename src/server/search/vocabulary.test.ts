import { describe, expect, jest, test } from '@jest/globals';
import { statusAt } from '../../../test/support/status-at.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import { Snapshots } from '../index-access/snapshots.ts';
import { Vocabulary } from './vocabulary.ts';

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
    for (const { names } of await Promise.all(answers)) expect(names.get('newgraph')).toBe('NewGraph');
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
    expect((await vocabulary.read()).names.get('newgraph')).toBe('NewGraph');
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

  test('the vocabulary that takes too long to read is not waited for', async () => {
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
