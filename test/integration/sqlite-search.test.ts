import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import type { Draft } from '../support/document-builder.ts';
import { type Step, sync } from '../support/sync-steps.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';
import { wordVector } from '../support/word-embedder.ts';

let folder: string;

beforeEach(async () => {
  folder = await createTemporaryFolder('sqlite-search');
});

afterEach(() => removeFolder(folder));

/** Opens an index after these syncs, one after the other. */
async function indexAfter(name: string, ...steps: Step[]): Promise<SqliteReader> {
  const path = join(folder, name);
  const writer = new SqliteWriter(path, { clock: Date.now });
  for (const [n, step] of steps.entries()) await sync(writer, n + 1, step);
  await writer.close();
  return new SqliteReader(path);
}

const page = (n: number, words: string): Draft => ({
  path: `${n}.md`,
  title: `Page ${n}`,
  passages: [`graph ${words} ${'filler '.repeat(n)}`, `chain ${words}`],
});
const pages = (from: number, to: number, words: string): Draft[] =>
  Array.from({ length: to - from }, (_, at) => page(from + at, words));

test('search results and scores do not depend on the syncs that built the index', async () => {
  const goal = [...pages(0, 12, 'lambda'), ...pages(12, 20, 'agent')];
  const atOnce = await indexAfter('at-once.db', { documents: goal });
  const inSteps = await indexAfter(
    'in-steps.db',
    {
      documents: [...pages(0, 12, 'much longer than it will be in the end'), ...pages(30, 40, 'agent agent')],
    },
    ...Array.from({ length: 5 }, (_, n) => ({ documents: pages(0, 12, `version ${n}`) })),
    { documents: goal, removed: pages(30, 40, '').map(({ path }) => path) },
  );
  for (const text of ['graph lambda', 'agent', 'filler chain', 'Page 7']) {
    for (const more of [{}, { vector: wordVector(text, 64) }]) {
      const query = { text, limit: 30, chunksPerDocument: 3, ...more };
      const { matches } = await atOnce.search(query);
      expect(matches.length).toBeGreaterThan(0);
      expect((await inSteps.search(query)).matches).toEqual(matches);
    }
  }
  await Promise.all([atOnce.close(), inSteps.close()]);
});

test('a reader that has searched before finds the same after each publish as a new reader', async () => {
  const path = join(folder, 'index.db');
  const writer = new SqliteWriter(path, { clock: Date.now });
  const reader = new SqliteReader(path);
  const steps = [
    { documents: pages(0, 6, 'lambda') },
    { documents: pages(3, 9, 'agent') },
    { documents: pages(0, 2, 'lambda agent'), removed: ['5.md'] },
  ];
  for (const [n, step] of steps.entries()) {
    await sync(writer, n + 1, step);
    const fresh = new SqliteReader(path);
    for (const more of [{}, { vector: wordVector('graph agent', 64) }]) {
      const query = { text: 'graph lambda agent', limit: 30, chunksPerDocument: 3, ...more };
      expect(await reader.search(query)).toEqual(await fresh.search(query));
    }
    await fresh.close();
  }
  await Promise.all([reader.close(), writer.close()]);
});
