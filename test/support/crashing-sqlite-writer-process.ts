/**
 * A writer that crashes: `node crashing-sqlite-writer-process.ts <index file> <moment>`.
 * It stages and publishes `crashed.md`, removes all other documents, and kills itself with SIGKILL at the given moment.
 */
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { buildDocument } from './document-builder.ts';
import { batchOf, begin, publication } from './sync-steps.ts';

const [path = '', crashMoment = ''] = process.argv.slice(2);

function crashIfAt(moment: string): void {
  if (moment === crashMoment) process.kill(process.pid, 'SIGKILL');
}

/** A map whose third look-up, which happens within the transaction that stages, crashes the process. */
class CrashingMap<K, V> extends Map<K, V> {
  #lookUps = 0;

  override get(key: K): V | undefined {
    this.#lookUps += 1;
    if (this.#lookUps === 3) crashIfAt('while it stages');
    return super.get(key);
  }
}

const writer = new SqliteWriter(path, { clock: Date.now });
const session = await begin(writer, {
  owner: 'crashing',
  rebuild: crashMoment === 'while it publishes a rebuild',
});
crashIfAt('after it took the lease');
const batch = batchOf([
  buildDocument({
    path: 'crashed.md',
    title: 'Crashed',
    passages: ['one crash', 'two crashes', 'three crashes', 'four'],
  }),
]);
await session.stage({ ...batch, vectors: new CrashingMap(batch.vectors) });
crashIfAt('after it staged everything');
await session.publish({
  ...publication(66, { removed: ['a.md', 'b.md'] }),
  // Read within the transaction that publishes, after documents and chunks were replaced.
  get published() {
    crashIfAt('while it publishes');
    crashIfAt('while it publishes a rebuild');
    return [];
  },
});
crashIfAt('after it published');
