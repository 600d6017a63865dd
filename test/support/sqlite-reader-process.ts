/**
 * A server's reading side as a process of its own: `node sqlite-reader-process.ts <index file> [<uid>]`.
 * Reads without pause and prints `{"version"}` whenever the published documents are others than before, or
 * `{"error"}` when reading fails otherwise than before; `{"mixed"}` would be two versions in one answer.
 * Ends with its stdin, after `{"reads"}`.
 */
import { setImmediate } from 'node:timers/promises';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';

const [path = '', uid = ''] = process.argv.slice(2);
if (uid !== '') process.setuid?.(Number(uid));

const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const reader = new SqliteReader(path);
let ended = false;
process.stdin.on('end', () => {
  ended = true;
});
process.stdin.resume();

/** Every answer's titles and commit: all of one version, or the reader saw two at once. */
async function readAll(): Promise<string[]> {
  const { documents, status } = await reader.documents();
  const { matches } = await reader.search({ text: 'graph', limit: 50, chunksPerDocument: 5 });
  const scanned: string[] = [];
  for await (const { document } of reader.scan()) scanned.push(document.title);
  const answers = [documents, matches.map(({ document }) => document)].map((each) =>
    each.map(({ title }) => title),
  );
  for (const titles of [...answers, scanned]) {
    const versions = new Set(titles);
    if (versions.size > 1 || (status.sequence > 0 && titles.length === 0)) say({ mixed: titles });
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
  if (JSON.stringify(line) !== before) say(line);
  before = JSON.stringify(line);
  reads += 1;
  await setImmediate();
}
say({ reads });
