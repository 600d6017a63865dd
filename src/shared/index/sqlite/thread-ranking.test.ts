import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTemporaryFolder, removeFolder } from '../../../../test/support/temporary-folder.ts';
import { ThreadRanking } from './thread-ranking.ts';

/** Answers with how many queries it has had. The words `throw`, `exit` and `wait` in a query make it do that first. */
const PROGRAM = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { existsSync } from 'node:fs';
    import { parentPort, workerData } from 'node:worker_threads';
    let count = 0;
    parentPort.on('message', ({ text }) => {
      if (text === 'throw') throw new Error('a defect');
      if (text === 'exit') process.exit(3);
      while (text === 'wait' && !existsSync(workerData));
      count += 1;
      parentPort.postMessage({ snapshot: String(count), documents: [] });
    });
  `)}`,
);

const query = (text: string) => ({ text, limit: 1, chunksPerDocument: 1 });
const NTH = (n: number) => ({ snapshot: String(n), documents: [] });

let folder: string;
let file: string;
let ranking: ThreadRanking;

beforeEach(async () => {
  folder = await createTemporaryFolder('thread-ranking');
  file = join(folder, 'go-on');
  ranking = new ThreadRanking(file, PROGRAM);
});

afterEach(async () => {
  await ranking.close();
  await removeFolder(folder);
});

describe('ThreadRanking', () => {
  test.each([
    ['throw', 'a defect'],
    ['exit', 'code 3'],
  ])(
    'a query during which the thread ends (%s) fails as INDEX_SEARCH_FAILED, and the next gets a new thread',
    async (word, reason) => {
      expect(await ranking.rank(query('first'))).toEqual(NTH(1));
      const failing = ranking.rank(query(word));
      const next = ranking.rank(query('next'));
      await expect(failing).rejects.toMatchObject({
        code: 'INDEX_SEARCH_FAILED',
        message: expect.stringContaining(reason),
      });
      expect(await next).toEqual(NTH(1));
      expect(await ranking.rank(query('another'))).toEqual(NTH(2));
    },
  );

  test('the event loop goes on while a thread ranks, and a query that is aborted meanwhile is never ranked', async () => {
    const stop = new AbortController();
    // The thread is busy until this one writes the file.
    const busy = ranking.rank(query('wait'));
    const aborted = ranking.rank(query('aborted'), stop.signal);
    const last = ranking.rank(query('last'));
    setTimeout(() => {
      stop.abort(new Error('nobody waits'));
      writeFileSync(file, '');
    }, 1);
    expect(await busy).toEqual(NTH(1));
    await expect(aborted).rejects.toThrow('nobody waits');
    expect(await last).toEqual(NTH(2));
  });
});
