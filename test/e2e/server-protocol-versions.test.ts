import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernHttp,
} from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { execa } from 'execa';
import { FIXTURE_DOCUMENTS, type FixtureIndex, fixtureIndex } from '../support/fixture-index.ts';
import { cleanEnv, type HttpProgram, PROJECT, SERVER_MAIN, startServer } from '../support/programs.ts';
import { NOT_APPLICABLE } from './conformance-not-applicable.ts';

const resources = new AsyncDisposableStack();
let index: FixtureIndex;
let server: HttpProgram;

beforeAll(async () => {
  index = resources.use(await fixtureIndex());
  await index.publish({ documents: FIXTURE_DOCUMENTS });
  server = resources.use(await startServer({ INDEX_PATH: index.path, RATE_LIMIT_PER_MINUTE: '0' }));
});

afterAll(() => resources.disposeAsync());

/** What a client of either SDK does here. */
interface AnyClient {
  listTools(): Promise<{ tools: { name: string }[] }>;
  listPrompts(): Promise<{ prompts: { name: string }[] }>;
  listResourceTemplates(): Promise<{ resourceTemplates: { uriTemplate: string }[] }>;
  listResources(): Promise<{ resources: { uri: string }[] }>;
  callTool(call: { name: string; arguments: Record<string, unknown> }): Promise<Record<string, unknown>>;
  readResource(resource: { uri: string }): Promise<{ contents: object[] }>;
  getPrompt(prompt: { name: string; arguments: Record<string, string> }): Promise<{ messages: object[] }>;
  complete(request: {
    ref: { type: 'ref/resource'; uri: string };
    argument: { name: string; value: string };
  }): Promise<{ completion: { values: string[] } }>;
  close(): Promise<void>;
}

const ARGUMENTS: Record<string, Record<string, unknown>> = {
  search_docs: { query: 'graph' },
  fetch_doc: { path: 'core/graph.md' },
};

/** Lists everything that the server has, reads every resource and calls every tool. */
async function expectEverything(client: AnyClient): Promise<void> {
  const { tools } = await client.listTools();
  expect(tools).toHaveLength(5);
  for (const { name } of tools) {
    const { content, isError } = await client.callTool({ name, arguments: ARGUMENTS[name] ?? {} });
    expect([name, isError ?? false, content]).toEqual([
      name,
      false,
      [expect.objectContaining({ type: 'text' })],
    ]);
  }
  const { resources: listed } = await client.listResources();
  expect(listed).toHaveLength(Object.keys(FIXTURE_DOCUMENTS).length + 1);
  for (const { uri } of listed) expect((await client.readResource({ uri })).contents).toHaveLength(1);
  const { resourceTemplates } = await client.listResourceTemplates();
  const { completion } = await client.complete({
    ref: { type: 'ref/resource', uri: resourceTemplates[0]?.uriTemplate ?? '' },
    argument: { name: 'path', value: 'core/gr' },
  });
  expect(completion.values).toEqual(['core/graph.md']);
  const { prompts } = await client.listPrompts();
  const prompt = { name: prompts[0]?.name ?? '', arguments: { question: 'What is a graph?' } };
  expect((await client.getPrompt(prompt)).messages).toHaveLength(1);
  await expect(client.callTool({ name: 'delete_docs', arguments: {} })).rejects.toThrow('delete_docs');
}

const INFO = { name: 'test', version: '1.0.0' };
const PROGRAM = () => ({
  command: process.execPath,
  args: [SERVER_MAIN],
  env: cleanEnv({ INDEX_PATH: index.path }),
  stderr: 'ignore' as const,
});

describe('the clients of the official SDKs', () => {
  test.each([
    ['HTTP', () => new StreamableHTTPClientTransport(new URL('/mcp', server.url))],
    ['stdio', () => new StdioClientTransport(PROGRAM())],
  ])('the client 1.x lists, reads and calls everything over %s', async (_, transport) => {
    const client = new Client(INFO);
    await using closing = new AsyncDisposableStack();
    closing.defer(() => client.close());
    await client.connect(transport());
    await expectEverything(client as AnyClient);
  });

  test.each([
    ['HTTP', 'finds 2026-07-28 by itself', 'auto', () => new ModernHttp(new URL('/mcp', server.url))],
    ['stdio', 'finds 2026-07-28 by itself', 'auto', () => new ModernStdio(PROGRAM())],
    ['HTTP', 'is pinned to it', { pin: '2026-07-28' }, () => new ModernHttp(new URL('/mcp', server.url))],
    ['stdio', 'is pinned to it', { pin: '2026-07-28' }, () => new ModernStdio(PROGRAM())],
  ] as const)(
    'the client 2.x over %s %s, and lists, reads and calls everything',
    async (_, __, mode, transport) => {
      const client = new ModernClient(INFO, { versionNegotiation: { mode } });
      await using closing = new AsyncDisposableStack();
      closing.defer(() => client.close());
      await client.connect(transport());
      expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
      await expectEverything(client as unknown as AnyClient);
      const missing = client.readResource({ uri: 'eino-docs://docs/nothing.md' });
      await expect(missing).rejects.toMatchObject({ code: -32_602 });
    },
  );
});

describe('the official conformance suite', () => {
  const CONFORMANCE = join(PROJECT, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');

  test.each(Object.entries(NOT_APPLICABLE))(
    'with %s, every check passes but those that are listed here with the reason',
    async (suite, notApplicable) => {
      const results = join(index.folder, suite.replaceAll(/\W+/g, '-'));
      const args = [CONFORMANCE, 'server', '--url', `${server.url}/mcp`, ...suite.split(' '), '-o', results];
      await execa(process.execPath, args, { cwd: index.folder, reject: false });
      const checks: { readonly id: string; readonly status: string; readonly errorMessage?: string }[] = [];
      for (const scenario of await readdir(results)) {
        checks.push(...JSON.parse(await readFile(join(results, scenario, 'checks.json'), 'utf8')));
      }
      const passed = checks.filter(({ status }) => status === 'SUCCESS').map(({ id }) => id);
      expect(passed.length).toBeGreaterThan(20);
      const others = checks.filter(({ status }) => status !== 'SUCCESS' && status !== 'INFO');
      expect(others.map(({ id }) => id).sort()).toEqual(Object.values(notApplicable).flat().sort());
    },
  );
});
