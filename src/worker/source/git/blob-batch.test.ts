import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blobSha } from '../document-files.ts';
import { type BatchObject, parseBlobBatch } from './blob-batch.ts';

/** What `git cat-file --batch` answers for these blobs. */
function answer(blobs: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    blobs.flatMap((bytes) => [
      Buffer.from(`${blobSha(bytes)} blob ${bytes.byteLength}\n`),
      bytes,
      Buffer.from('\n'),
    ]),
  );
}

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < bytes.byteLength; i += size) yield bytes.subarray(i, i + size);
}

async function parse(output: Buffer, chunk = 7, maxBytes = 64): Promise<(BatchObject | null)[]> {
  const objects: (BatchObject | null)[] = [];
  for await (const object of parseBlobBatch(inChunks(output, chunk), maxBytes)) objects.push(object);
  return objects;
}

describe('parseBlobBatch()', () => {
  test('parseBlobBatch() returns the same objects, however the output of git is split into chunks', async () => {
    const blobs = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(blobs, fc.integer({ min: 1, max: 90 }), async (contents, chunk) => {
        const objects = await parse(answer(contents), chunk);
        expect(objects.map((object) => new Uint8Array(object?.bytes ?? []))).toEqual(contents);
        expect(objects.every((object) => object?.intact)).toBe(true);
      }),
    );
  });

  test('parseBlobBatch() returns an object above the size limit without its bytes, and then the next object', async () => {
    const objects = await parse(answer([Buffer.alloc(1000, 'x'), Buffer.from('small')]));
    expect(objects[0]).toMatchObject({ size: 1000, bytes: null, intact: true });
    expect(objects[1]?.bytes?.toString()).toBe('small');
  });

  test('parseBlobBatch() returns null for a missing object', async () => {
    const missing = Buffer.from('0123:docs/gone.md missing\n');
    expect(await parse(Buffer.concat([missing, answer([Buffer.from('there')])]))).toMatchObject([
      null,
      { size: 5 },
    ]);
  });

  test('parseBlobBatch() reports bytes that do not hash to their sha as not intact', async () => {
    const output = answer([Buffer.from('good')])
      .toString()
      .replace('good', 'evil');
    expect(await parse(Buffer.from(output))).toMatchObject([{ intact: false }]);
  });

  test.each([
    ['ends in a header', answer([Buffer.from('abc')]).subarray(0, 20)],
    ['ends in an object', answer([Buffer.from('abc')]).subarray(0, -2)],
    ['is something else', Buffer.from('fatal: not what you think\n')],
    ['is a line without an end', Buffer.alloc(20_000, 'x')],
  ])('parseBlobBatch() refuses output of git that %s', async (_, output) => {
    await expect(parse(output)).rejects.toMatchObject({ code: 'DOCS_UNREADABLE' });
  });
});
