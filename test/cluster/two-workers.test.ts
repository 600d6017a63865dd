import { expect, test } from '@jest/globals';
import type { IndexSession, LeaseHeld } from '../../src/worker/index/index-writer.ts';
import { ClusterIndex } from '../support/cluster-index.ts';
import { MemorySource } from '../support/memory-source.ts';
import { FINGERPRINT } from '../support/sync-steps.ts';
import { describeWithCluster } from '../support/with-cluster.ts';

const ROUNDS = 50;

describeWithCluster('workers in a cluster', (cluster) => {
  test('of two or three runs that begin at once through different nodes, at most one gets the lease', async () => {
    const source = new MemorySource();
    source.commit({ 'a.md': '# Alpha\n\nOne.\n' });
    await using index = await ClusterIndex.create(cluster(), source);
    expect((await index.sync('first')).outcome).toBe('published');
    const writers = cluster().nodes.map(({ name }) => index.openWriter(name));
    const holders: number[] = [];
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        const competing = round % 2 === 0 ? writers.slice(0, 2) : writers;
        const begun = await Promise.allSettled(
          competing.map((writer, n) =>
            writer.begin({ fingerprint: FINGERPRINT, rebuild: false, owner: `run ${round}.${n}` }),
          ),
        );
        const sessions = begun.flatMap((each): IndexSession[] =>
          each.status === 'fulfilled' && isSession(each.value) ? [each.value.session] : [],
        );
        holders.push(sessions.length);
        for (const session of sessions) await session.abandon();
      }
    } finally {
      for (const writer of writers) await writer.close();
    }
    process.stderr.write(
      `${holders.filter((count) => count === 1).length} of ${ROUNDS} rounds: one run got the lease\n`,
    );
    expect(holders.filter((count) => count > 1)).toEqual([]);
    // Where each run took a part of the copies, none has it, and the next one gets it.
    expect(holders.filter((count) => count === 1).length).toBeGreaterThan(ROUNDS / 2);
    expect((await index.sync('third')).outcome).toBe('unchanged');
    await index.expectIntact();
  }, 3_600_000);

  test('of two syncs started at once through different nodes, one publishes and the other is skipped', async () => {
    const source = new MemorySource();
    source.commit({ 'a.md': '# Alpha\n\nOne.\n' });
    await using index = await ClusterIndex.create(cluster(), source);
    await index.sync('first');
    source.commit({ 'a.md': '# Alpha\n\nTwo.\n', 'b.md': '# Beta\n\nTwo.\n' });
    const reports = await Promise.all([
      index.sync('second', { owner: 'one' }),
      index.sync('third', { owner: 'two' }),
    ]);
    expect(reports.map(({ outcome }) => outcome)).toContain('published');
    expect(reports.map(({ error }) => error)).toEqual([undefined, undefined]);
    await index.expectIntact();
  });
});

function isSession(
  begun: { readonly session: IndexSession } | LeaseHeld,
): begun is { session: IndexSession } {
  return 'session' in begun;
}
