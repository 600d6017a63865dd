import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { z } from 'zod';
import { GitRepository } from '../support/git-repository.ts';
import { type LoopbackEmbeddings, startLoopbackEmbeddings } from '../support/loopback-embeddings.ts';
import { cleanEnv, poll, programPath } from '../support/programs.ts';
import { type Supervised, supervise } from '../support/supervised.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

/**
 * The whole product as it is deployed: the supervisor with Qdrant (QDRANT_BIN) or, without it, with a SQLite index; the
 * server; the worker, started as a schedule starts it; and an agent that searches all the time.
 */
const qdrantBin = process.env['QDRANT_BIN'];
const onLinux = process.platform === 'linux' ? describe : describe.skip;

const searchAnswer = z.object({
  results: z.array(z.object({ path: z.string() })),
  message: z.string().optional(),
});
const health = z.object({
  status: z.string(),
  qdrant: z.string(),
  index: z.object({
    documents: z.number(),
    consecutiveFailures: z.number(),
    lastRun: z.object({ outcome: z.string(), error: z.object({ code: z.string() }).optional() }).nullable(),
  }),
  freshness: z.object({ state: z.string(), reason: z.string().optional(), errorCode: z.string().optional() }),
  search: z.object({ mode: z.string() }),
});

const page = (title: string, text: string) => `---\ntitle: ${title}\n---\n\n# ${title}\n\n${text}\n`;

onLinux('deployed machines', () => {
  const keys = { write: 'key-that-writes', read: 'key-that-reads' };
  const resources = new AsyncDisposableStack();
  let folder: string;
  let docs: GitRepository;
  let embeddings: LoopbackEmbeddings;
  let machine: Supervised;
  let client: Client;

  beforeAll(async () => {
    folder = await createTemporaryFolder('deployed');
    resources.defer(() => removeFolder(folder));
    docs = resources.use(GitRepository.create());
    docs.write('content/en/docs/eino/graph.md', page('Graph', 'A graph connects nodes by edges.'));
    docs.write('content/en/docs/eino/chain.md', page('Chain', 'A chain runs nodes in a row.'));
    docs.commit('Describe graph and chain');
    embeddings = await startLoopbackEmbeddings({ dimensions: 64 });
    resources.defer(() => embeddings.close());
    machine = await supervise(
      {
        ...(qdrantBin
          ? {
              QDRANT_BIN: qdrantBin,
              QDRANT__SERVICE__API_KEY: keys.write,
              QDRANT__SERVICE__READ_ONLY_API_KEY: keys.read,
            }
          : { SUPERVISE_QDRANT: 'false', INDEX_PATH: join(folder, 'index.db') }),
        SERVER_MODE: 'true',
        STRUCTURED_CONTENT: 'true',
        RATE_LIMIT_PER_MINUTE: '0',
        OPENAI_BASE_URL: embeddings.url,
        EMBEDDING_DIMENSIONS: '64',
        EMBEDDING_QUERY_PREFIX: 'A question: ',
      },
      [process.execPath, programPath('server')],
    );
    resources.use(machine);
    await machine.line(/serving MCP/);
    client = new Client({ name: 'agent', version: '1.0.0' });
    resources.defer(() => client.close());
    await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', machine.serverUrl)));
  });

  afterAll(() => resources.disposeAsync());

  /** Runs the worker once, as a scheduled machine does, and returns its exit code. */
  async function scheduledRun(environment: Record<string, string> = {}): Promise<number> {
    const worker = spawn(process.execPath, [programPath('worker'), 'sync'], {
      stdio: 'ignore',
      env: {
        ...cleanEnv({}),
        DOCS_SOURCE: `git:${docs.folder}`,
        ...(qdrantBin
          ? { QDRANT_URL: `http://127.0.0.1:${machine.qdrantPort}`, QDRANT_API_KEY: keys.write }
          : { INDEX_PATH: join(folder, 'index.db') }),
        OPENAI_BASE_URL: embeddings.url,
        EMBEDDING_DIMENSIONS: '64',
        ...environment,
      },
    });
    const [code] = (await once(worker, 'exit')) as [number];
    return code;
  }

  async function search(query: string): Promise<z.output<typeof searchAnswer>> {
    const answer = await client.callTool({ name: 'search_docs', arguments: { query } });
    return searchAnswer.parse(answer.structuredContent);
  }

  const ask = async (query: string) => (await search(query)).results.map(({ path }) => path);

  async function askHealth(query = ''): Promise<{ code: number; body: z.output<typeof health> }> {
    const response = await fetch(`${machine.serverUrl}/health${query}`);
    return { code: response.status, body: health.parse(await response.json()) };
  }

  /** Polls /health until its body is as wanted: the server may read the status of the index only every two seconds. */
  async function healthOnce(isWanted: (body: z.output<typeof health>) => boolean) {
    return await poll(
      () => askHealth(),
      ({ body }) => isWanted(body),
    );
  }

  test('the deployed server answers before the first sync and reports an empty index', async () => {
    const { code, body } = await askHealth();
    expect({ code, status: body.status, freshness: body.freshness.state }).toEqual({
      code: 503,
      status: 'unhealthy',
      freshness: 'empty',
    });
    expect(body.qdrant).toBe(qdrantBin ? 'connected' : 'not_used');
    expect(await search('What connects nodes?')).toMatchObject({ results: [], message: expect.any(String) });
  });

  test('the deployed server answers with no or all documents during the first sync and becomes healthy', async () => {
    let over = false;
    const run = scheduledRun().finally(() => {
      over = true;
    });
    const seen = new Set<string>();
    while (!over) seen.add((await ask('nodes')).sort().join(' '));
    expect(await run).toBe(0);
    expect([...seen].filter((paths) => paths !== '' && paths !== 'chain.md graph.md')).toEqual([]);

    const { code, body } = await healthOnce(({ freshness }) => freshness.state !== 'empty');
    expect({ code, status: body.status, search: body.search.mode, documents: body.index.documents }).toEqual({
      code: 200,
      status: 'healthy',
      search: 'hybrid',
      documents: 2,
    });
    expect(await ask('What connects nodes by edges?')).toContain('graph.md');
    expect(embeddings.texts).toContain('A question: What connects nodes by edges?');
  });

  test('the deployed server reports three failed runs of the worker and still answers', async () => {
    docs.write(
      'content/en/docs/eino/graph.md',
      page('Graph', 'A graph connects nodes by edges and branches.'),
    );
    docs.commit('Mention branches');
    const refusing = await startLoopbackEmbeddings({ dimensions: 64, apiKey: 'another' });
    resources.defer(() => refusing.close());
    for (let run = 1; run <= 3; run++)
      expect(await scheduledRun({ OPENAI_BASE_URL: refusing.url, OPENAI_API_KEY: 'wrong' })).toBe(1);

    const { code, body } = await healthOnce(({ index }) => index.consecutiveFailures === 3);
    expect(body).toMatchObject({
      status: 'degraded',
      index: { documents: 2, lastRun: { outcome: 'failed', error: { code: 'EMBEDDER_UNAUTHORIZED' } } },
      freshness: { state: 'stale', reason: 'worker_failing', errorCode: 'EMBEDDER_UNAUTHORIZED' },
    });
    expect(code).toBe(200);
    expect((await askHealth('?strict=true')).code).toBe(503);
    expect(await ask('What connects nodes by edges?')).toContain('graph.md');
  });

  test('the deployed server is healthy again after a successful run', async () => {
    expect(await scheduledRun()).toBe(0);
    const { code, body } = await healthOnce(({ index }) => index.consecutiveFailures === 0);
    expect({ code, status: body.status }).toEqual({ code: 200, status: 'healthy' });
  });

  test('the deployed server completes a search in flight when it is stopped', async () => {
    embeddings.fail({ kind: 'hang' }, 1);
    const before = embeddings.requests;
    let answered = false;
    const answer = ask('Does a chain run its nodes in a row?').finally(() => {
      answered = true;
    });
    while (!answered && embeddings.requests === before) await delay(10);
    expect(answered).toBe(false);
    machine.signal('SIGTERM');
    expect(await answer).toContain('chain.md');
    expect(await machine.ended()).toBe(0);
    expect(await machine.survivors()).toEqual([]);
  });
});
