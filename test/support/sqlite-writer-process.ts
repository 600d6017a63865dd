/**
 * Writes an index as a worker does: `node sqlite-writer-process.ts <index file> [<uid>]`.
 * It publishes one large document, as another user if `uid` is given, and prints `published` or the error's code.
 */
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { sync } from './sync-steps.ts';

const [path = '', uid = ''] = process.argv.slice(2);
if (uid !== '') process.setuid?.(Number(uid));

const large = {
  path: 'large.md',
  passages: Array.from({ length: 200 }, (_, n) => `passage ${n} `.repeat(100)),
};
const writer = new SqliteWriter(path, { clock: Date.now });
const outcome = await sync(writer, 2, { documents: [large] }).then(
  () => 'published',
  (error: unknown) => (error instanceof Error && 'code' in error ? error.code : String(error)),
);
process.stdout.write(`${outcome}\n`);
