import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { FINGERPRINT, sync } from '../support/sync-steps.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';
import { wordTables } from '../support/word-tables.ts';

const passage = fc
  .array(fc.constantFrom('graph', 'graphs', 'chain', 'Lambda', '图编排'), { minLength: 1, maxLength: 3 })
  .map((words) => words.join(' '));
const name = fc.constantFrom('NewGraph', 'newgraph', 'compose.NewGraph', 'Lambda', 'WithState', 'if');
/** A page at a path; absent: no page. */
const page = fc.option(
  fc.record({
    passages: fc.array(passage, { maxLength: 3 }),
    identifiers: fc.uniqueArray(name, { maxLength: 3 }),
  }),
);
const PATHS = ['a.md', 'b.md', 'c.md'];
const publish = fc.record({
  pages: fc.tuple(page, page, page),
  rebuild: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
});

test('after any history of publishes, the words in a SQLite index are those of a first sync of its documents', async () => {
  const folder = await createTemporaryFolder('published-words');
  let run = 0;
  const synced = async (history: readonly (typeof publish extends fc.Arbitrary<infer T> ? T : never)[]) => {
    const path = join(folder, `${++run}.db`);
    const writer = new SqliteWriter(path, { clock: Date.now });
    for (const [n, { pages, rebuild }] of history.entries()) {
      const documents = pages.flatMap((one, at) => (one === null ? [] : [{ path: PATHS[at] ?? '', ...one }]));
      const removed = PATHS.filter((_, at) => pages[at] === null);
      await sync(writer, n + 1, { documents, removed }, { fingerprint: FINGERPRINT, rebuild });
    }
    await writer.close();
    return wordTables(path);
  };
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(publish, { minLength: 2, maxLength: 5 }), async (history) => {
        expect(await synced(history)).toEqual(await synced(history.slice(-1)));
      }),
      { numRuns: 20 },
    );
  } finally {
    await removeFolder(folder);
  }
});
