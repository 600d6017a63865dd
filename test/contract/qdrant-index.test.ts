import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { indexContract } from './index-contract.ts';

describeWithQdrant('the index contract', (server) => {
  indexContract('Qdrant', async () => {
    const location = { ...server(), alias: newAlias() };
    return {
      openReader: () => openQdrantReader(location),
      openWriter: (clock) => openQdrantWriter(location, clock),
      remove: () => removeAlias(location, location.alias),
    };
  });
});
