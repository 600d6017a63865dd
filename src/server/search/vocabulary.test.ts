import { describe, expect, test } from '@jest/globals';
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
    const create = () => ({ vocabulary: new Vocabulary(reader) });
    const snapshots = new Snapshots({ read: async () => statusAt(1) }, create);
    await snapshots.at(statusAt(1)).vocabulary.read();
    await snapshots.at(statusAt(2)).vocabulary.read();
    expect(reader.scans).toBe(2);
  });
});
