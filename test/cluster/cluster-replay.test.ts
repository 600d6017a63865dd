import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ClusterIndex } from '../support/cluster-index.ts';
import { checkOut, type DocsHistory, docsHistory } from '../support/docs-history.ts';
import { gitSource } from '../support/source-builder.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';
import { describeWithCluster } from '../support/with-cluster.ts';

/** The most commits that are replayed: the newest of the history. */
const COMMITS = 40;

describeWithCluster('replay of a docs history into a cluster', (cluster) => {
  let folder: string;
  let history: DocsHistory;
  beforeAll(async () => {
    folder = await createTemporaryFolder('replay');
    history = docsHistory(folder);
  });
  afterAll(() => removeFolder(folder));

  test('a reader at each node sees only complete revisions, through rebuilds and changing nodes for the worker', async () => {
    const source = gitSource(history.folder, history.docsPath);
    await using index = await ClusterIndex.create(cluster(), source);
    const { nodes } = cluster();
    for (const [number, commit] of history.commits.slice(-COMMITS).entries()) {
      checkOut(history, commit);
      const node = nodes[number % nodes.length];
      const rebuild = number > 0 && number % 10 === 0;
      const report = await index.sync(node?.name ?? 'first', { rebuild });
      expect(report.error).toBeUndefined();
      for (const each of nodes) expect((await index.collections(each)).length).toBeLessThanOrEqual(2);
    }
    for (const { first, seen } of index.readers) {
      process.stderr.write(
        `${history.name}, ${first}: ${seen.answers} answers, ${seen.commits.size} commits\n`,
      );
      expect(seen.answers).toBeGreaterThan(100);
      expect(seen.commits.size).toBeGreaterThan(10);
    }
    await index.expectIntact();
  });

  test('rebuilds one after the other leave at most two generations', async () => {
    const source = gitSource(history.folder, history.docsPath);
    await using index = await ClusterIndex.create(cluster(), source);
    const node = cluster().node('second');
    for (let rebuilds = 0; rebuilds < 4; rebuilds += 1) {
      expect((await index.sync('second', { rebuild: true })).outcome).toBe('published');
      expect((await index.collections(node)).length).toBeLessThanOrEqual(2);
    }
    index.expectWholeAnswers();
  });
});
