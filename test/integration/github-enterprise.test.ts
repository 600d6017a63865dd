import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readWorkerConfig } from '../../src/worker/config.ts';
import { openSource } from '../../src/worker/source/source-set.ts';
import { GitRepository } from '../support/git-repository.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { fakeClockDeps, TOKEN } from '../support/loopback-github-source.ts';
import { listenOnLoopback, stopServer } from '../support/loopback-server.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

const resources = new AsyncDisposableStack();
let list: string;
/** A GitHub whose API is below /api/v3, as GitHub Enterprise Server has it. */
let host: string;

beforeAll(async () => {
  const repository = resources.use(GitRepository.create());
  repository.write('docs/guide.md', '# Guide\n\nOurs alone.\n').commit('Write the guide');
  const github = resources.use(await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN }));
  const server = createServer(async ({ url = '', headers }, response) => {
    if (!url.startsWith('/api/v3/')) return response.writeHead(404).end();
    const { authorization = '' } = headers;
    const answer = await fetch(github.url + url.slice('/api/v3'.length), { headers: { authorization } });
    const type = answer.headers.get('content-type') ?? 'application/json';
    return response.writeHead(answer.status, { 'content-type': type }).end(await answer.bytes());
  });
  resources.defer(() => stopServer(server));
  host = await listenOnLoopback(server);
  const folder = await createTemporaryFolder('enterprise');
  resources.defer(() => removeFolder(folder));
  list = join(folder, 'sources.yaml');
  await writeFile(list, '- from: github:owner/docs\n  roots: [{ path: docs }]\n');
});
afterAll(() => resources.disposeAsync());

const configFor = (apiUrl: string) =>
  readWorkerConfig({ SOURCES: list, GITHUB_API_URL: apiUrl, GITHUB_TOKEN: TOKEN }, Date.now());

test('a repository on GitHub Enterprise is read through its API, and its pages are on the same host', async () => {
  const { sources, github } = configFor(`${host}/api/v3`);
  const [identity] = sources;
  if (identity === undefined) throw new Error('no source');
  expect(identity.roots[0]?.site).toBe(`${host}/owner/docs/blob/main/docs`);
  const source = await openSource(identity, github, fakeClockDeps());
  const head = await source.head(null);
  expect(head.revision.subject).toBe('Write the guide');
});

test.each([
  ['https://api.acme.ghe.com', 'https://acme.ghe.com'],
  ['https://github.example.com/api/v3/', 'https://github.example.com'],
  ['https://api.github.com', 'https://github.com'],
])('the pages of the API %s are at %s', (apiUrl, web) => {
  expect(configFor(apiUrl).sources[0]?.roots[0]?.site).toBe(`${web}/owner/docs/blob/main/docs`);
});
