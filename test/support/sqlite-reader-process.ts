/**
 * An index reader in its own process: `node sqlite-reader-process.ts <index file> [<uid>]`.
 * Reads continuously and prints `{"version"}` whenever the published documents change, `{"error"}` whenever reading
 * fails with a new error, and `{"mixed"}` for a result that mixes two versions.
 * Exits when its stdin ends, after printing `{"reads"}`.
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

/** Returns the titles of all documents; reports results that mix two versions. */
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
