/**
 * A worker that kills itself in the middle of a sync: `node sqlite-writer-that-dies.ts <index file> <moment>`.
 * Stages and publishes `doomed.md`, removes everything else, and sends itself SIGKILL at the given moment.
 */
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { buildDocument } from './document-builder.ts';
import { batchOf, begin, publication } from './sync-steps.ts';

const [path = '', moment = ''] = process.argv.slice(2);

function dieAt(here: string): void {
  if (here === moment) process.kill(process.pid, 'SIGKILL');
}

/** A map whose third look-up, within the transaction that stages, kills the process. */
class DeadlyMap<K, V> extends Map<K, V> {
  #looks = 0;

  override get(key: K): V | undefined {
    this.#looks += 1;
    if (this.#looks === 3) dieAt('while staging');
    return super.get(key);
  }
}

const writer = new SqliteWriter(path, { clock: Date.now });
const session = await begin(writer, { owner: 'doomed', rebuild: moment === 'while publishing a rebuild' });
dieAt('with the lease');
const batch = batchOf([
  buildDocument({
    path: 'doomed.md',
    title: 'Doomed',
    passages: ['one doom', 'two dooms', 'three dooms', 'four'],
  }),
]);
await session.stage({ ...batch, vectors: new DeadlyMap(batch.vectors) });
dieAt('with everything staged');
await session.publish({
  ...publication(66, { removed: ['a.md', 'b.md'] }),
  // Read within the transaction that publishes, when documents and chunks have been replaced already.
  get changed() {
    dieAt('while publishing');
    dieAt('while publishing a rebuild');
    return [];
  },
});
dieAt('with everything published');
