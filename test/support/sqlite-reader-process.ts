/**
 * Reads an index as a server does: `node sqlite-reader-process.ts <index file> [<uid>]`. It reads without pause until its
 * stdin ends. It prints `{"version"}` whenever the published documents change, `{"error"}` whenever the error of a read
 * changes, `{"mixed"}` if one answer contains documents of two versions, and `{"reads"}` at the end.
 */
import { setImmediate } from 'node:timers/promises';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';

const [path = '', uid = ''] = process.argv.slice(2);
if (uid !== '') process.setuid?.(Number(uid));

const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const reader = new SqliteReader(path);
let ended = false;
process.stdin.on('end', () => {
  ended = true;
});
process.stdin.resume();

/** Reads all documents in three ways, and prints `{"mixed"}` if one answer has titles of several versions. */
async function readAll(): Promise<string[]> {
  const { documents, status } = await reader.list();
  const { matches } = await reader.search({ text: 'graph', limit: 50, chunksPerDocument: 5 });
  const scanned: string[] = [];
  for await (const { document } of reader.scan()) scanned.push(document.title);
  const answers = [documents, matches.map(({ document }) => document)].map((each) =>
    each.map(({ title }) => title),
  );
  for (const titles of [...answers, scanned]) {
    const versions = new Set(titles);
    if (versions.size > 1 || (status.sequence > 0 && titles.length === 0)) print({ mixed: titles });
  }
  return documents.map(({ title }) => title);
}

let before = '';
let reads = 0;
while (!ended) {
  const line = await readAll().then(
    (titles) => ({ version: titles[0] ?? 'empty' }),
    (error: unknown) => ({ error: error instanceof Error && 'code' in error ? error.code : String(error) }),
  );
  if (JSON.stringify(line) !== before) print(line);
  before = JSON.stringify(line);
  reads += 1;
  await setImmediate();
}
print({ reads });
