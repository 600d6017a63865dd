import { describe, expect, test } from '@jest/globals';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import { IndexNames } from './vocabulary.ts';

const published = (sequence: number) => ({ syncedAt: '2026-01-01T00:00:00.000Z', sequence }) as IndexStatus;

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

describe('the names of an index', () => {
  test('are read once, however many searches ask for them at once', async () => {
    const { reader, release } = slowReader();
    const names = new IndexNames(reader);
    const answers = [names.of(published(1)), names.of(published(1)), names.of(published(1))];
    release();
    for (const { names: known } of await Promise.all(answers)) expect(known.get('newgraph')).toBe('NewGraph');
    await names.of(published(1));
    expect(reader.scans).toBe(1);
  });

  test('are read to the end also when the search that asked first is over', async () => {
    const { reader, release } = slowReader();
    const names = new IndexNames(reader);
    const over = new AbortController();
    const first = names.of(published(1), over.signal);
    over.abort(new Error('the search is over'));
    await expect(first).rejects.toThrow('the search is over');
    release();
    expect((await names.of(published(1))).names.get('newgraph')).toBe('NewGraph');
    expect(reader.scans).toBe(1);
  });

  test('are read again after a publish', async () => {
    const { reader, release } = slowReader();
    release();
    const names = new IndexNames(reader);
    await names.of(published(1));
    await names.of(published(2));
    expect(reader.scans).toBe(2);
  });
});
