import { afterEach, describe, expect, test } from '@jest/globals';
import { rootWith } from '../../../test/support/source-builder.ts';
import type { DocumentPreparer } from './document-preparer.ts';
import { prepareInOrder } from './prepare-in-order.ts';
import { PreparerPool, threadsFor } from './preparer-pool.ts';
import { ThreadPreparer } from './thread-preparer.ts';

const STUBBORN = new URL('../../../test/support/stubborn-preparation-process.ts', import.meta.url);
const NEVER = new AbortController().signal;

const job = (content: string, path = `${content}.md`) => {
  const bytes = new TextEncoder().encode(content);
  return { file: { path, blob: 'b', size: bytes.length, bytes }, root: rootWith(), now: 0, limits: null };
};

let pool: PreparerPool;
afterEach(() => pool.close());

describe('PreparerPool', () => {
  test('PreparerPool prepares files in several threads, in their order, and a file that hangs costs itself alone', async () => {
    pool = new PreparerPool(2, () => new ThreadPreparer(2_000, STUBBORN));
    const contents = Array.from({ length: 80 }, (_, i) => (i === 60 ? 'regular expression' : `file ${i}`));
    const jobs = contents.map((content) => job(content));
    const reasons: unknown[] = [];
    for await (const { made } of prepareInOrder(pool, jobs, NEVER)) reasons.push(Reflect.get(made, 'reason'));
    expect(reasons).toEqual(contents.with(60, 'it takes longer than 2 s to prepare'));
  });

  test('PreparerPool stops preparing in all threads when the signal aborts, whatever the files do', async () => {
    pool = new PreparerPool(2, () => new ThreadPreparer(undefined, STUBBORN));
    const stop = new AbortController();
    const jobs = Array.from({ length: 80 }, (_, i) => job(i < 70 ? 'file' : 'loop'));
    let prepared = 0;
    const preparing = async () => {
      for await (const _ of prepareInOrder(pool, jobs, stop.signal)) {
        if (++prepared === 70) stop.abort(new Error('SIGTERM'));
      }
    };
    await expect(preparing()).rejects.toThrow('SIGTERM');
  });

  test('PreparerPool opens one preparer for a handful of files, and the next as more come', async () => {
    let opened = 0;
    const open = (): DocumentPreparer => {
      opened++;
      const prepare = async () => ({ path: 'a.md', blob: 'b', reason: 'none' });
      return { filesAtOnce: 1, prepare, close: async () => {} };
    };
    pool = new PreparerPool(3, open);
    const openedAfter = async (files: number) => {
      for (let i = 0; i < files; i++) await pool.prepare(job('next'), NEVER);
      return opened;
    };
    expect(await openedAfter(20)).toBe(1);
    expect(await openedAfter(20)).toBe(2);
    expect(await openedAfter(200)).toBe(3);
  });
});

test('threadsFor gives each processor a thread as far as the memory goes, and one at least', () => {
  expect(threadsFor({ processors: 2, freeMb: 4_000 })).toBe(2);
  expect(threadsFor({ processors: 64, freeMb: 1_000 })).toBe(8);
  expect(threadsFor({ processors: 8, freeMb: 100 })).toBe(1);
});
