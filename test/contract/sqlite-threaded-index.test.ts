import { join } from 'node:path';
import { describe } from '@jest/globals';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { ThreadRanking } from '../../src/shared/index/sqlite/thread-ranking.ts';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';
import { useIndex } from './index/index-fixture.ts';
import { languages } from './index/languages.ts';
import { publishing } from './index/publishing.ts';
import { searching } from './index/searching.ts';

describe('SQLite index searched in a thread', () => {
  const index = useIndex(async () => {
    const folder = await createTemporaryFolder('index-contract');
    const path = join(folder, 'data', 'index.db');
    return {
      openReader: () =>
        new SqliteReader(path, { thread: new ThreadRanking(path), threadFrom: { words: 0, vectors: 0 } }),
      openWriter: (clock) => new SqliteWriter(path, { clock }),
      remove: () => removeFolder(folder),
    };
  });
  describe('publishing', () => publishing(index));
  describe('search', () => searching(index));
  describe('languages', () => languages(index));
});
