import { expect, test } from '@jest/globals';
import { DOCS } from '../support/docs-history.ts';
import { GitRepository } from '../support/git-repository.ts';
import { poll, type Settings, startServer, startWorker } from '../support/programs.ts';
import { describeWithCluster } from '../support/with-cluster.ts';

/** What `/health` says. */
interface Health {
  readonly index: { readonly sequence: number; readonly lastRun?: { readonly errorCode?: string } };
  readonly freshness: { readonly state: string; readonly reason?: string; readonly errorCode?: string };
}

describeWithCluster('the real programs in a cluster', (cluster) => {
  test('worker and servers go on without one node, say what is wrong without two, and recover', async () => {
    await using resources = new AsyncDisposableStack();
    const repository = GitRepository.create();
    resources.defer(() => repository.dispose());
    const write = (text: string) => {
      repository.write(`${DOCS}/a.md`, `# Alpha\n\n${text}\n`).write(`${DOCS}/b.md`, '# Beta\n\nTools.\n');
      repository.commit(`docs: ${text}`);
    };
    const { nodes, key, readOnlyKey, urls } = cluster();
    const settings = (first: 'first' | 'second' | 'third', apiKey: string): Settings => ({
      QDRANT_URL: urls(first),
      QDRANT_API_KEY: apiKey,
      QDRANT_COLLECTION: 'programs',
      FRESHNESS_MAX_AGE: '1h',
    });
    const sync = () =>
      startWorker(['sync', '--json'], {
        ...settings('first', key),
        QDRANT_REPLICAS: '3',
        QDRANT_SHARDS: '2',
        DOCS_SOURCE: `git:${repository.folder}`,
        DOCS_PATH: DOCS,
      });
    write('Graphs are compiled');
    expect((await sync()).exitCode).toBe(0);
    const servers = [
      resources.use(
        await startServer({ ...settings('first', readOnlyKey), PUBLIC_URL: 'https://mcp.example.com' }),
      ),
      resources.use(
        await startServer({ ...settings('second', readOnlyKey), PUBLIC_URL: 'https://mcp.example.com' }),
      ),
    ];
    const answers = (path: string) =>
      Promise.all(
        servers.map(async ({ url }) =>
          (await (await fetch(new URL(path, url))).text()).replace(/"age_seconds":\d+/g, ''),
        ),
      );
    const health = async (): Promise<Health[]> =>
      (await answers('/health')).map((body) => JSON.parse(body) as Health);
    const expectSearch = async (word: string) => {
      const [a, b] = await poll(
        () => answers('/api/search?query=graphs'),
        (bodies) => bodies.every((body) => body.includes(word)),
      );
      expect(a).toBe(b);
    };
    await expectSearch('compiled');

    const [first, second] = nodes;
    await first?.kill();
    write('Graphs are invoked');
    expect((await sync()).exitCode).toBe(0);
    await expectSearch('invoked');

    await second?.kill();
    write('Graphs are streamed');
    const failed = await sync();
    expect(failed.exitCode).toBe(1);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      outcome: 'failed',
      error: { code: 'QDRANT_NO_QUORUM' },
    });
    expect(failed.stderr).toContain('QDRANT_NO_QUORUM: ');
    expect(failed.stderr).not.toMatch(/tonic|Service internal error/);
    await expectSearch('invoked');
    for (const body of await answers('/health')) expect(body).not.toMatch(/127\.0\.0\.1:|api-?key/i);
    process.stderr.write(`${JSON.stringify((await health()).map(({ freshness }) => freshness))}\n`);

    await first?.restart();
    await second?.restart();
    await cluster().whole();
    const next = await sync();
    expect([next.exitCode, JSON.parse(next.stdout)]).toMatchObject([0, { outcome: 'published' }]);
    await expectSearch('streamed');
    expect(await health()).toMatchObject([
      { freshness: { state: 'fresh' } },
      { freshness: { state: 'fresh' } },
    ]);
    for (const each of [next.stderr, failed.stderr, ...servers.map(({ log }) => log())]) {
      expect(each).not.toContain(key);
      expect(each).not.toContain(readOnlyKey);
    }
  });
});
