import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { ClusterIndex } from '../support/cluster-index.ts';
import { MemorySource } from '../support/memory-source.ts';
import type { NodeName } from '../support/qdrant-cluster.ts';
import { describeWithCluster } from '../support/with-cluster.ts';

/** How long a node is stopped: longer than a read waits, and shorter than a write does. */
const STOPPED_MS = 30_000;

const pages = (edits: number) =>
  Object.fromEntries(
    Array.from({ length: 20 }, (_, n) => [
      `guide/${n}.md`,
      `# Page ${n}\n\nEdited ${edits} times, graph ${n}.\n`,
    ]),
  );

describeWithCluster('a cluster with a node that hangs', (cluster) => {
  test.each<NodeName>(['first', 'second', 'third'])(
    'a sync is published, reads go on and nothing is lost while the %s node is stopped for 30 seconds',
    async (name) => {
      const node = cluster().node(name);
      const source = new MemorySource();
      source.commit(pages(0));
      await using index = await ClusterIndex.create(cluster(), source);
      expect((await index.sync(name)).outcome).toBe('published');

      source.commit(pages(1));
      node.suspend();
      const resumed = setTimeout(STOPPED_MS).then(() => node.resume());
      const started = performance.now();
      const report = await index.sync(name);
      const ms = Math.round(performance.now() - started);
      process.stderr.write(`${name} stopped: ${report.outcome} after ${ms} ms ${report.error?.code ?? ''}\n`);
      await resumed;
      await cluster().whole();
      expect(report).toMatchObject({ outcome: 'published' });

      source.commit(pages(2));
      expect((await index.sync(name)).outcome).toBe('published');
      await index.expectIntact();
    },
  );
});
