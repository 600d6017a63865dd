import { expect, test } from '@jest/globals';
import { beforeRequest, type PendingRequest } from '../support/before-request.ts';
import { ClusterIndex } from '../support/cluster-index.ts';
import { type Files, MemorySource } from '../support/memory-source.ts';
import type { NodeName } from '../support/qdrant-cluster.ts';
import { describeWithCluster } from '../support/with-cluster.ts';

/** Forty pages, one of which is edited for each sync. */
function pages(edits: number): Files {
  return Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => {
      const edited = n === edits % 40 ? `Edited ${edits} times. ` : '';
      return [
        `guide/${n}.md`,
        `# Page ${n}\n\n${edited}About graph ${n}.\n\n## Part\n\nTools of page ${n}.\n`,
      ];
    }),
  );
}

/** Moments of a sync. */
const MOMENTS: Record<string, (request: PendingRequest) => boolean> = {
  'the lease is taken': ({ route, body }) =>
    route.endsWith('/points/payload') && body.includes('lease_owner'),
  'documents are staged': ({ route, body }) => route.startsWith('PUT') && body.includes('"kind":"document"'),
  'a sequence is published': ({ route, body }) =>
    route.endsWith('/points/payload') && body.includes('syncedAt'),
};
const isNewGeneration = ({ route }: PendingRequest) => /^PUT \/collections\/[^/]+$/.test(route);
const isSwitchOfAlias = ({ route }: PendingRequest) => route === 'POST /collections/aliases';

describeWithCluster('a cluster that loses one node', (cluster) => {
  test.each<NodeName>(['first', 'second', 'third'])(
    'syncs and reads go on while the %s node is killed at any moment and brought back',
    async (name) => {
      const node = cluster().node(name);
      const source = new MemorySource();
      let edits = 0;
      source.commit(pages(edits));
      await using index = await ClusterIndex.create(cluster(), source);
      expect((await index.sync('first')).error).toBeUndefined();

      const syncWhileKilled = async (moment: (request: PendingRequest) => boolean, rebuild = false) => {
        edits += 1;
        source.commit(pages(edits));
        {
          using killed = beforeRequest(moment, () => node.kill());
          const started = performance.now();
          const report = await index.sync('first', { rebuild });
          process.stderr.write(
            `${name} ${edits} ${report.outcome} ${Math.round(performance.now() - started)} ms\n`,
          );
          expect(report).toMatchObject({ outcome: 'published' });
          expect(killed.happened).toBe(true);
        }
        await node.restart();
        await index.expectIntact();
      };
      for (const moment of Object.values(MOMENTS)) await syncWhileKilled(moment);
      for (const moment of [isNewGeneration, isSwitchOfAlias]) await syncWhileKilled(moment, true);
      expect((await index.collections(node)).length).toBeLessThanOrEqual(2);
      for (const { seen } of index.readers) expect(seen.commits.size).toBeGreaterThan(3);
    },
  );
});
