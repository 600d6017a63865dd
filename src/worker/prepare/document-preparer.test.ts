import { afterEach, describe, expect, test } from '@jest/globals';
import { fakeTimeouts } from '../../../test/support/fake-timeouts.ts';
import { rootWith } from '../../../test/support/source-builder.ts';
import {
  type DocumentPreparer,
  PreparerPool,
  prepareInOrder,
  ThreadPreparer,
  threadsFor,
} from './document-preparer.ts';
import { prepareFile } from './prepare-document.ts';

const STUBBORN = new URL('../../../test/support/stubborn-preparation-process.ts', import.meta.url);
const NEVER = new AbortController().signal;

const job = (content: string, path = 'a.md') => {
  const bytes = new TextEncoder().encode(content);
  return { file: { path, blob: 'b', size: bytes.length, bytes }, root: rootWith(), now: 0, limits: null };
};

describe('ThreadPreparer', () => {
  let preparer: ThreadPreparer;
  afterEach(() => preparer.close());

  test('ThreadPreparer prepares Markdown and Go as they are prepared without a thread', async () => {
    preparer = new ThreadPreparer();
    const jobs = [
      job('---\ntitle: T\n---\n\n# Café\n\nText.\n'),
      job('// Package a does it.\npackage a\n\n// Do does it.\nfunc Do() {}\n', 'a.go'),
      job('\0'),
    ];
    const prepared = await Promise.all(jobs.map((each) => preparer.prepare(each, NEVER)));
    expect(prepared).toEqual(await Promise.all(jobs.map(prepareFile)));
  });

  test('ThreadPreparer skips a file that takes too long, and prepares the next one', async () => {
    preparer = new ThreadPreparer(2_000, STUBBORN);
    const slow = preparer.prepare(job('regular expression'), NEVER);
    const next = preparer.prepare(job('next'), NEVER);
    expect(await slow).toEqual({ path: 'a.md', blob: 'b', reason: 'it takes longer than 2 s to prepare' });
    expect(await next).toMatchObject({ reason: 'next' });
  });

  test('ThreadPreparer stops preparing a file when its signal aborts, whatever the file does', async () => {
    preparer = new ThreadPreparer(undefined, STUBBORN);
    const stop = new AbortController();
    // The thread is certain to run once it has answered.
    await preparer.prepare(job('ready'), stop.signal);
    const preparing = preparer.prepare(job('loop'), stop.signal);
    const following = preparer.prepare(job('next'), stop.signal);
    setImmediate(() => stop.abort(new Error('SIGTERM')));
    await expect(preparing).rejects.toThrow('SIGTERM');
    await expect(following).rejects.toThrow('SIGTERM');
  });

  test('ThreadPreparer rejects with a defect of the program, and prepares the next file', async () => {
    preparer = new ThreadPreparer(undefined, STUBBORN);
    await expect(preparer.prepare(job('error'), NEVER)).rejects.toThrow('a defect');
    expect(await preparer.prepare(job('next'), NEVER)).toMatchObject({ reason: 'next' });
  });
});

describe('PreparerPool', () => {
  let pool: PreparerPool;
  afterEach(() => pool.close());

  test('PreparerPool prepares files in several threads, in their order, and a file that hangs costs itself alone', async () => {
    using time = fakeTimeouts();
    pool = new PreparerPool(2, () => new ThreadPreparer(60_000, STUBBORN));
    const contents = Array.from({ length: 80 }, (_, i) => (i === 60 ? 'regular expression' : `file ${i}`));
    const jobs = contents.map((content) => job(content));
    const reasons: unknown[] = [];
    for await (const { made } of prepareInOrder(pool, jobs, NEVER)) {
      reasons.push(Reflect.get(made, 'reason'));
      // Now the file that hangs is waited for.
      if (reasons.length === 60) void time.passOnly(60_000);
    }
    expect(reasons).toEqual(contents.with(60, 'it takes longer than 60 s to prepare'));
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
