import { afterEach, describe, expect, test } from '@jest/globals';
import { rootWith } from '../../../test/support/source-builder.ts';
import { prepareFile } from './prepare-file.ts';
import { ThreadPreparer } from './thread-preparer.ts';

const STUBBORN = new URL('../../../test/support/stubborn-preparation-process.ts', import.meta.url);
const NEVER = new AbortController().signal;

const job = (content: string, path = 'a.md') => {
  const bytes = new TextEncoder().encode(content);
  return { file: { path, blob: 'b', size: bytes.length, bytes }, root: rootWith(), now: 0, limits: null };
};

let preparer: ThreadPreparer;
afterEach(() => preparer.close());

describe('ThreadPreparer', () => {
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
