import { jest } from '@jest/globals';
import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { indexContract } from './index-contract.ts';

/** Creating a collection takes a second on a busy machine, and one test publishes a hundred times. */
jest.setTimeout(60_000);

describeWithQdrant('the index contract', (server) => {
  indexContract('Qdrant', async () => {
    const place = { ...server(), alias: newAlias() };
    return {
      openReader: () => openQdrantReader(place),
      openWriter: (clock) => openQdrantWriter(place, clock),
      remove: () => removeAlias(place, place.alias),
    };
  });
});
