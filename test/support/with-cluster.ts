import { afterAll, beforeAll, describe } from '@jest/globals';
import { type QdrantCluster, startQdrantCluster } from './qdrant-cluster.ts';

const { QDRANT_BIN, CLUSTER } = process.env;

/**
 * Describes tests on a cluster of three real nodes of the program `QDRANT_BIN`. They take minutes, so they also need
 * `CLUSTER`, which `npm run test:cluster` sets. Otherwise they are skipped with a notice.
 */
export function describeWithCluster(name: string, tests: (cluster: () => QdrantCluster) => void): void {
  if (QDRANT_BIN === undefined || CLUSTER === undefined) {
    const requirement = 'npm run test:cluster, with QDRANT_BIN set to a Qdrant program';
    process.stderr.write(`\nSKIPPED: ${name}. To run the tests: ${requirement}.\n`);
    describe.skip(`${name} (${requirement})`, () =>
      tests(() => {
        throw new Error('skipped');
      }));
    return;
  }
  describe(name, () => {
    let cluster: QdrantCluster | undefined;
    beforeAll(async () => {
      cluster = await startQdrantCluster(QDRANT_BIN);
    });
    tests(() => {
      if (cluster === undefined) throw new Error('a cluster is available only within a test');
      return cluster;
    });
    afterAll(() => cluster?.stop());
  });
}
