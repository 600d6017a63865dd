import { indexContract } from '../contract/index-contract.ts';
import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import { describeWithCluster } from '../support/with-cluster.ts';
import { newAlias, removeAlias } from '../support/with-qdrant.ts';

/** Two shards of three copies; every reader and writer that a test opens asks another node first. */
describeWithCluster('the index contract in a cluster', (cluster) => {
  indexContract('Qdrant cluster', async () => {
    const { nodes, key, urls } = cluster();
    const alias = newAlias();
    let opened = 0;
    const nextLocation = () => {
      const node = nodes[opened++ % nodes.length];
      return { url: urls(node?.name), key, alias };
    };
    return {
      openReader: () => openQdrantReader(nextLocation()),
      openWriter: (clock) =>
        openQdrantWriter(nextLocation(), clock, { profile: 'small', shards: 2, replicas: 3 }),
      remove: () => removeAlias({ url: urls().split(',')[0] ?? '', key, version: '' }, alias),
    };
  });
});
