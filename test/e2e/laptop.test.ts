import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { execa } from 'execa';
import { type ProxyHooks, startHookProxy } from '../support/fault-proxy.ts';
import { GitRepository } from '../support/git-repository.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { cleanEnv, poll, programPath } from '../support/programs.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

const PROGRAM = programPath('laptop');

let resources: AsyncDisposableStack;
let github: LoopbackGitHub;
let settings: Record<string, string>;
/** What the proxy in front of GitHub does with requests. */
const hooks: ProxyHooks = {};

beforeEach(async () => {
  resources = new AsyncDisposableStack();
  const data = await createTemporaryFolder('laptop');
  resources.defer(() => removeFolder(data));
  const repository = resources.use(GitRepository.create());
  repository.write('docs/graph.md', '# Graph\n\nCompile a graph of nodes.\n').commit('docs: write');
  github = resources.use(await LoopbackGitHub.start({ repository: repository.folder, token: 'loopback' }));
  delete hooks.beforeRequest;
  const proxy = resources.use(await startHookProxy(github.url, hooks));
  settings = {
    DOCS_SOURCE: 'github:owner/docs',
    DOCS_PATH: 'docs',
    GITHUB_API_URL: proxy.url,
    XDG_DATA_HOME: data,
    LOG_LEVEL: 'error',
  };
});
afterEach(() => resources.disposeAsync());

/** Starts the program over stdio, as an editor does. */
async function connect(): Promise<Client> {
  const client = new Client({ name: 'editor', version: '1' });
  const env = cleanEnv(settings);
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [PROGRAM], env, stderr: 'ignore' }),
  );
  resources.defer(() => client.close());
  return client;
}

/** Asks until the index is not empty: a slow machine takes longer for a first sync than a query waits for it. */
function answerOf(client: Client): Promise<string> {
  const ask = async () =>
    JSON.stringify((await client.callTool({ name: 'search_docs', arguments: { query: 'graph' } })).content);
  return poll(ask, (text) => !text.includes('The index is empty'));
}

test('the first queries of two programs wait for one first sync, and both answer from its index', async () => {
  const clients = await Promise.all([connect(), connect()]);
  for (const answer of await Promise.all(clients.map(answerOf))) expect(answer).toContain('Compile a graph');
  const once = github.requests.length;
  expect(await answerOf(await connect())).toContain('Compile a graph');
  // A third program finds that no run is due. The first two may have asked for the heads at the same time.
  expect(github.requests).toHaveLength(once);
  expect(github.downloads.length).toBeLessThanOrEqual(1);
});

test('a program that is killed in its first sync with all it started leaves nothing that the next one waits for', async () => {
  const requested = Promise.withResolvers<void>();
  hooks.beforeRequest = () => {
    // The third request reads documents, under the lease.
    if (github.requests.length >= 2) requested.resolve();
    return github.requests.length >= 2 ? new Promise(() => {}) : undefined;
  };
  const killed = execa(process.execPath, [PROGRAM], {
    env: cleanEnv(settings),
    extendEnv: false,
    reject: false,
    stdin: 'pipe',
    detached: true,
  });
  await requested.promise;
  process.kill(-Number(killed.pid), 'SIGKILL');
  expect((await killed).signal).toBe('SIGKILL');
  delete hooks.beforeRequest;
  expect(await answerOf(await connect())).toContain('Compile a graph');
});
