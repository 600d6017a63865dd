import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildDocument } from '../../../test/support/document-builder.ts';
import { Spool } from './spool.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('the spool', () => {
  let spool: Spool;
  beforeEach(() => {
    spool = new Spool();
  });
  afterEach(() => spool.close());

  test('gives files back as they were, withheld ones too', () => {
    const ref = { path: 'a.md', blob: '1', size: 3 };
    const files = [
      { ...ref, bytes: Uint8Array.of(1, 0, 255) },
      { ...ref, bytes: null, withheld: 'a symbolic link' },
      { ...ref, size: 0, bytes: new Uint8Array() },
    ];
    for (const file of files) spool.addFile(file);
    expect([...spool.files()]).toEqual(files);
    expect(spool.fileCount).toBe(3);
  });

  test('holds nothing of a file in memory once it is added', async () => {
    const add = () => {
      const bytes = new Uint8Array(1024);
      spool.addFile({ path: 'a.md', blob: '1', size: 1024, bytes });
      return new WeakRef(bytes);
    };
    const added = add();
    await setImmediate();
    collectGarbage();
    expect(added.deref()).toBeUndefined();
  });

  test('gives documents back as they were, in order, in batches', () => {
    const documents = Array.from({ length: 150 }, (_, i) =>
      buildDocument({ path: `${i}.md`, passages: [`Passage ${i} in 中文 with \u0000 and 🦜`] }),
    );
    for (const document of documents) spool.addDocument(document);
    const batches = [...spool.batches()];
    expect(batches.flat()).toEqual(documents);
    expect(batches.map((batch) => batch.length)).toEqual([64, 64, 22]);
  });

  test('keeps batches of large documents small', () => {
    const content = 'x'.repeat(1024 * 1024);
    for (let i = 0; i < 6; i++) spool.addDocument(buildDocument({ path: `${i}.md`, content }));
    expect([...spool.batches()].map((batch) => batch.length)).toEqual([3, 3]);
  });

  test('can be read while it is written', () => {
    spool.addDocument(buildDocument({ path: 'a.md' }));
    expect([...spool.batches()].flat().map(({ document }) => document.path)).toEqual(['a.md']);
    spool.addDocument(buildDocument({ path: 'b.md' }));
    expect([...spool.batches()].flat().map(({ document }) => document.path)).toEqual(['a.md', 'b.md']);
  });

  test('gives vectors back bit by bit, and only those it has', () => {
    const vector = Float32Array.of(0.1, -0, Number.MIN_VALUE, 1 / 3);
    spool.addVector('one', new Float32Array([9, ...vector, 9]).subarray(1, 5));
    expect(spool.vectors(['one', 'two'])).toEqual(new Map([['one', vector]]));
    expect([spool.hasVector('one'), spool.hasVector('two')]).toEqual([true, false]);
  });

  test('knows the ids of all chunks', () => {
    const document = buildDocument({ path: 'a.md', passages: ['one', 'two'] });
    spool.addDocument(document);
    expect(spool.chunkIds).toEqual(new Set(document.chunks.map(({ id }) => id)));
  });
});
