import { join } from 'node:path';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';
import { indexContract } from './index-contract.ts';

indexContract('SQLite', async () => {
  const folder = await createTemporaryFolder('index-contract');
  const path = join(folder, 'data', 'index.db');
  return {
    openReader: () => new SqliteReader(path),
    openWriter: (clock) => new SqliteWriter(path, { clock }),
    remove: () => removeFolder(folder),
  };
});
