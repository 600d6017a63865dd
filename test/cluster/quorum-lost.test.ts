import { expect, test } from '@jest/globals';
import { beforeRequest, type PendingRequest } from '../support/before-request.ts';
import { ClusterIndex } from '../support/cluster-index.ts';
import { MemorySource } from '../support/memory-source.ts';
import type { NodeName } from '../support/qdrant-cluster.ts';
import { describeWithCluster } from '../support/with-cluster.ts';

const pages = (edits: number) =>
  Object.fromEntries(
    Array.from({ length: 12 }, (_, n) => [
      `guide/${n}.md`,
      `# Page ${n}\n\n${n === edits % 12 ? `Edited ${edits} times. ` : ''}About graph ${n}.\n`,
    ]),
  );

const isStaging = ({ route, body }: PendingRequest) =>
  route.startsWith('PUT') && body.includes('"kind":"document"');
const isPublish = ({ route, body }: PendingRequest) =>
  route.endsWith('/points/payload') && body.includes('syncedAt');

describeWithCluster('a cluster that loses two nodes', (cluster) => {
  test.each<[NodeName, string, (request: PendingRequest) => boolean]>([
    ['first', 'before a sync', () => true],
    ['first', 'while documents are staged', isStaging],
    ['second', 'while documents are staged', isStaging],
    ['third', 'while documents are staged', isStaging],
    ['first', 'before a sequence is published', isPublish],
    ['second', 'before a sequence is published', isPublish],
    ['third', 'before a sequence is published', isPublish],
  ])(
    'with only the %s node left %s, reads go on, the sync says why it fails, and the next one succeeds at once',
    async (survivor, when, moment) => {
      const lost = cluster().nodes.filter(({ name }) => name !== survivor);
      const source = new MemorySource();
      source.commit(pages(0));
      await using index = await ClusterIndex.create(cluster(), source);
      expect((await index.sync(survivor)).error).toBeUndefined();
      const reader = index.readers.find(({ first }) => first === survivor);

      source.commit(pages(1));
      {
        using _killed = beforeRequest(moment, async () => {
          await Promise.all(lost.map((node) => node.kill()));
        });
        const report = await index.sync(survivor, { owner: 'worker/1' });
        expect(report).toMatchObject({ outcome: 'failed', error: { code: 'QDRANT_NO_QUORUM' } });
        expect(report.error?.message).not.toMatch(/tonic|internal error|peer \d/i);
      }
      const answers = reader?.seen.answers ?? 0;
      await reader?.answersReach(answers + 20);

      await Promise.all(lost.map((node) => node.restart()));
      await cluster().whole();
      const next = await index.sync(survivor, { owner: 'worker/2' });
      process.stderr.write(
        `${survivor} ${when}: ${next.outcome} ${JSON.stringify(next.error ?? next.lease)}\n`,
      );
      expect(['published', 'unchanged']).toContain(next.outcome);
      await index.expectIntact();
    },
  );
});
