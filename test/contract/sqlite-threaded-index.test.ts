import { join } from 'node:path';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { ThreadRanking } from '../../src/shared/index/sqlite/thread-ranking.ts';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';
import { indexContract } from './index-contract.ts';

indexContract('SQLite searched in a thread', async () => {
  const folder = await createTemporaryFolder('index-contract');
  const path = join(folder, 'data', 'index.db');
  return {
    openReader: () => new SqliteReader(path, { thread: new ThreadRanking(path), threadFrom: 0 }),
    openWriter: (clock) => new SqliteWriter(path, { clock }),
    remove: () => removeFolder(folder),
  };
});
