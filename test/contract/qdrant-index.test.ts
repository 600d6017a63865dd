import { jest } from '@jest/globals';
import { QdrantReader } from '../../src/shared/index/qdrant/qdrant-reader.ts';
import { QdrantWriter } from '../../src/worker/index/qdrant/qdrant-writer.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { indexContract } from './index-contract.ts';

/** Making a collection takes a second on a busy machine, and one test publishes a hundred times. */
jest.setTimeout(60_000);

describeWithQdrant('the index contract', (server) => {
  indexContract('Qdrant', async () => {
    const { url, key } = server();
    const alias = newAlias();
    const delay = async () => {};
    const common = { url, apiKey: key, alias, delay };
    return {
      openReader: () => new QdrantReader({ ...common, clock: Date.now }),
      openWriter: (clock) =>
        new QdrantWriter({ ...common, clock, storage: { profile: 'small', shards: 1, replicas: 1 } }),
      remove: () => removeAlias(server(), alias),
    };
  });
});
