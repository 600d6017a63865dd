import { tmpdir } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildDocument } from '../../../test/support/document-builder.ts';
import { DocumentSpool, FileSpool, TemporaryFile, VectorSpool } from './spool.ts';

test('the advice of SPOOL_FAILED does not name the temporary folder', () => {
  const file = new TemporaryFile();
  file.close();
  expect(() => file.append(Buffer.from('text'))).toThrow(
    expect.objectContaining({ code: 'SPOOL_FAILED', advice: expect.not.stringContaining(tmpdir()) }),
  );
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let disk: TemporaryFile;
beforeEach(() => {
  disk = new TemporaryFile();
});
afterEach(() => disk.close());

describe('spooled files', () => {
  let files: FileSpool;
  beforeEach(() => {
    files = new FileSpool(disk);
  });

  test('spooled files are read back unchanged, including withheld ones', () => {
    const ref = { path: 'a.md', blob: '1', size: 3 };
    const added = [
      { ...ref, bytes: Uint8Array.of(1, 0, 255) },
      { ...ref, bytes: null, withheld: 'a symbolic link' },
      { ...ref, size: 0, bytes: new Uint8Array() },
    ];
    for (const file of added) files.add(file);
    expect([...files]).toEqual(added);
    expect(files.size).toBe(3);
  });

  test('the content of a spooled file does not stay in memory', async () => {
    const add = () => {
      const bytes = new Uint8Array(1024);
      files.add({ path: 'a.md', blob: '1', size: 1024, bytes });
      return new WeakRef(bytes);
    };
    const added = add();
    await setImmediate();
    collectGarbage();
    expect(added.deref()).toBeUndefined();
  });
});

describe('spooled documents', () => {
  let documents: DocumentSpool;
  beforeEach(() => {
    documents = new DocumentSpool(disk);
  });

  test('spooled documents are read back unchanged, in order and in batches', () => {
    const added = Array.from({ length: 150 }, (_, i) =>
      buildDocument({ path: `${i}.md`, passages: [`Passage ${i} in 中文 with \u0000 and 🦜`] }),
    );
    for (const document of added) documents.add(document);
    const batches = [...documents.batches()];
    expect(batches.flat()).toEqual(added);
    expect(batches.map((batch) => batch.length)).toEqual([64, 64, 22]);
  });

  test('batches of large spooled documents contain fewer documents', () => {
    const content = 'x'.repeat(1024 * 1024);
    for (let i = 0; i < 6; i++) documents.add(buildDocument({ path: `${i}.md`, content }));
    expect([...documents.batches()].map((batch) => batch.length)).toEqual([3, 3]);
  });

  test('spooled documents can be read back before others are added', () => {
    documents.add(buildDocument({ path: 'a.md' }));
    expect([...documents.batches()].flat().map(({ document }) => document.path)).toEqual(['a.md']);
    documents.add(buildDocument({ path: 'b.md' }));
    expect([...documents.batches()].flat().map(({ document }) => document.path)).toEqual(['a.md', 'b.md']);
  });

  test('batches can be limited to some of the spooled documents', () => {
    for (const path of ['a.md', 'b.md', 'c.md']) documents.add(buildDocument({ path }));
    const entries = documents.entries.filter(({ path }) => path !== 'b.md');
    const read = [...documents.batches(entries)].flat();
    expect(read.map(({ document }) => document.path)).toEqual(['a.md', 'c.md']);
  });

  test('paths, blobs, chunk ids and hashes of spooled documents are known without reading them back', () => {
    const added = ['a.md', 'b.md'].map((path) => buildDocument({ path, passages: ['one', 'two'] }));
    for (const document of added) documents.add(document);
    const chunks = added.flatMap((document) => document.chunks);
    disk.read = () => {
      throw new Error('read back');
    };
    expect(documents.entries).toMatchObject(
      added.map(({ document: { path, blob }, chunks }) => ({
        path,
        blob,
        contentHashes: chunks.map(({ contentHash }) => contentHash),
      })),
    );
    expect(documents.chunkIds).toEqual(new Set(chunks.map(({ id }) => id)));
    expect(documents.tokensByHash).toEqual(
      new Map(chunks.map(({ contentHash, tokens }) => [contentHash, tokens])),
    );
  });
});

test('spooled vectors are read back unchanged, and only those that were added', () => {
  const vectors = new VectorSpool(disk);
  const vector = Float32Array.of(0.1, -0, Number.MIN_VALUE, 1 / 3);
  vectors.add('one', new Float32Array([9, ...vector, 9]).subarray(1, 5));
  expect(vectors.read(['one', 'two'])).toEqual(new Map([['one', vector]]));
  expect([vectors.has('one'), vectors.has('two'), vectors.size]).toEqual([true, false, 1]);
});
