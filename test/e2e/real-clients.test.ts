import { dirname, join } from 'node:path';
import { createMCPClient, type MCPClient, type MCPClientConfig } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport } from '@ai-sdk/mcp/mcp-stdio';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Connection, MultiServerMCPClient } from '@langchain/mcp-adapters';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { execa } from 'execa';
import { recipe } from '../clients/recipes.ts';
import { FIXTURE_DOCUMENTS, type FixtureIndex, fixtureIndex } from '../support/fixture-index.ts';
import { cleanEnv, type HttpProgram, PROJECT, SERVER_MAIN, startServer } from '../support/programs.ts';

const TOKEN = 'token-of-this-test';

/** For each tool its arguments, and words that only a right answer has. */
const CALLS: Readonly<Record<string, readonly [args: Readonly<Record<string, string>>, words: string]>> = {
  search_docs: [{ query: 'approval before a tool runs' }, 'Human approval before a tool runs.'],
  fetch_doc: [{ path: 'core/graph.md' }, 'An edge joins two nodes. `AddEdge` refuses a cycle'],
  list_docs: [{ path_prefix: 'core/' }, 'core/interrupt.md'],
  get_index_status: [{}, '7 documents'],
  list_changes: [{}, 'docs: write them'],
};
const TOOLS = Object.keys(CALLS);

const resources = new AsyncDisposableStack();
let index: FixtureIndex;
let server: HttpProgram;

beforeAll(async () => {
  index = resources.use(await fixtureIndex());
  await index.publish({ documents: FIXTURE_DOCUMENTS });
  server = resources.use(await startServer({ INDEX_PATH: index.path, MCP_AUTH_TOKEN: TOKEN }));
});

afterAll(() => resources.disposeAsync());

const endpoint = () => `${server.url}/mcp`;
const headers = { Authorization: `Bearer ${TOKEN}` };
const command = () => ({
  command: process.execPath,
  args: [SERVER_MAIN],
  env: cleanEnv({ INDEX_PATH: index.path }),
});

/** Calls every tool, and checks what a model reads of each answer: the text, and nothing else. */
async function expectTexts(read: (tool: string, args: Readonly<Record<string, string>>) => Promise<unknown>) {
  const texts = await Promise.all(
    Object.entries(CALLS).map(async ([tool, [args]]) => [tool, await read(tool, args)]),
  );
  for (const [tool, text] of texts) {
    expect([tool, text]).toEqual([tool, expect.stringContaining(CALLS[String(tool)]?.[1] ?? '')]);
    expect([tool, text]).not.toEqual([tool, expect.stringMatching(/structuredContent|"freshness":/)]);
  }
}

/** Returns the text of an answer that is one block of text. */
function onlyText(content: unknown): unknown {
  const [block, ...more] = content as { type: string; text?: string }[];
  return more.length === 0 && block?.type === 'text' ? block.text : content;
}

describe('the Vercel AI SDK', () => {
  async function expectAll(transport: MCPClientConfig['transport']): Promise<void> {
    const client = await createMCPClient({ transport });
    await using closing = new AsyncDisposableStack();
    closing.defer(() => client.close());
    const tools = await client.tools();
    expect(Object.keys(tools)).toEqual(TOOLS);
    await expectLists(client);
    await expectTexts(async (name, input) => {
      const tool = tools[name];
      if (tool === undefined) throw new Error(`there is no tool ${name}`);
      const output = await tool.execute(input, { toolCallId: name, messages: [], context: {} });
      if (Symbol.asyncIterator in output) throw new Error('the output is a stream');
      const seen = await tool.toModelOutput?.({ toolCallId: name, input, output });
      return seen?.type === 'content' ? onlyText(seen.value) : seen;
    });
  }

  async function expectLists(client: MCPClient): Promise<void> {
    const { resources: listed } = await client.listResources();
    expect(listed.length).toBeGreaterThan(0);
    expect((await client.listResourceTemplates()).resourceTemplates.length).toBeGreaterThan(0);
    expect((await client.experimental_listPrompts()).prompts.length).toBeGreaterThan(0);
  }

  test("the AI SDK lists everything and hands the text of every tool's answer to its model, over HTTP", () =>
    expectAll({ type: 'http', url: endpoint(), headers }));

  test("the AI SDK lists everything and hands the text of every tool's answer to its model, over stdio", () =>
    expectAll(new Experimental_StdioMCPTransport({ ...command(), stderr: 'ignore' })));
});

describe("LangChain's adapter", () => {
  async function expectAll(connection: Connection): Promise<void> {
    const client = new MultiServerMCPClient({ mcpServers: { 'eino-docs': connection } });
    await using closing = new AsyncDisposableStack();
    closing.defer(() => client.close());
    const tools = new Map((await client.getTools()).map((tool) => [tool.name, tool]));
    expect([...tools.keys()]).toEqual(TOOLS);
    expect((await client.listResources())['eino-docs']?.length).toBeGreaterThan(0);
    expect((await client.listResourceTemplates())['eino-docs']?.length).toBeGreaterThan(0);
    await expectTexts(async (name, args) => {
      const message = await tools.get(name)?.invoke({ type: 'tool_call', id: name, name, args });
      return message?.content;
    });
  }

  test("LangChain lists everything and hands the text of every tool's answer to its model, over HTTP", () =>
    expectAll({ transport: 'http', url: endpoint(), headers }));

  test("LangChain lists everything and hands the text of every tool's answer to its model, over stdio", () =>
    expectAll({ transport: 'stdio', ...command(), stderr: 'ignore' }));
});

describe('mcp-remote', () => {
  test('a client of stdio reaches every tool through mcp-remote, as Claude Desktop is configured', async () => {
    const { args, env } = JSON.parse(recipe('Claude Desktop', 'json', 'HTTP')).mcpServers['eino-docs'];
    const [yes, program, ...rest] = args as string[];
    expect([yes, program]).toEqual(['-y', 'mcp-remote']);
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [
        join(PROJECT, 'node_modules/mcp-remote/dist/proxy.js'),
        ...rest.map((arg) => arg.replace('http://localhost:3000/mcp', endpoint())),
      ],
      env: cleanEnv({ HOME: index.folder, AUTHORIZATION: env.AUTHORIZATION.replace('TOKEN', TOKEN) }),
      stderr: 'ignore',
    });
    const client = new Client({ name: 'test', version: '1.0.0' });
    await using closing = new AsyncDisposableStack();
    closing.defer(() => client.close());
    await client.connect(transport);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(TOOLS);
    expect((await client.listResources()).resources.length).toBeGreaterThan(0);
    expect((await client.listResourceTemplates()).resourceTemplates.length).toBeGreaterThan(0);
    expect((await client.listPrompts()).prompts.length).toBeGreaterThan(0);
    await expectTexts(async (name, args) =>
      onlyText((await client.callTool({ name, arguments: args })).content),
    );
  });
});

describe("the inspector's command line", () => {
  const INSPECTOR = join(PROJECT, 'node_modules/.bin/mcp-inspector');

  async function inspect(target: readonly string[], method: readonly string[]) {
    const { stdout } = await execa(
      process.execPath,
      [INSPECTOR, '--cli', ...target, '--method', ...method, '--connect-timeout', '600000'],
      {
        // It writes a folder into HOME, or into the checkout if HOME is not set.
        env: cleanEnv({ HOME: dirname(index.path) }),
        extendEnv: false,
      },
    );
    return JSON.parse(stdout) as { tools?: { name: string }[]; content?: unknown };
  }

  /** Lists the tools and calls some, each in a process of its own, one after the other. */
  async function expectTools(target: readonly string[], called: readonly string[]): Promise<void> {
    const list = await inspect(target, ['tools/list']);
    expect(list.tools?.map(({ name }) => name)).toEqual(TOOLS);
    for (const name of called) {
      const [args, words] = CALLS[name] ?? [{}, ''];
      const given = Object.entries(args).flatMap(([key, value]) => ['--tool-arg', `${key}=${value}`]);
      const { content } = await inspect(target, ['tools/call', '--tool-name', name, ...given]);
      expect([name, onlyText(content)]).toEqual([name, expect.stringContaining(words)]);
    }
  }

  test('the inspector gets the text from every tool over HTTP', () =>
    expectTools(
      [endpoint(), '--transport', 'http', '--header', `Authorization: ${headers.Authorization}`],
      TOOLS,
    ));

  test('the inspector lists the tools and gets the text of an answer over stdio', () =>
    expectTools(['-e', `INDEX_PATH=${index.path}`, process.execPath, SERVER_MAIN], ['search_docs']));
});
