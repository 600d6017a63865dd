import { describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { endpointTransport } from '../../../test/support/endpoint-transport.ts';
import { lexicalServices } from '../../../test/support/running-app.ts';
import { buildSource, sourceStatus } from '../../../test/support/source-builder.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import { silentLogger } from '../../shared/logger.ts';
import { mcpEndpoint } from './mcp-endpoint.ts';
import { mcpMethods, toolsOf } from './mcp-server.ts';

/** Connects a client to a server whose index has no documents and this status. */
async function connect(read: () => Promise<IndexStatus>): Promise<Client> {
  const reader: IndexReader = {
    status: read,
    search: async () => ({ matches: [], status: await read() }),
    document: async () => ({ document: null, status: await read() }),
    list: async () => ({ documents: [], status: await read() }),
    entries: async () => ({ entries: [], status: await read() }),
    changesSince: async () => ({ changes: [], status: await read() }),
    termCounts: async () => ({ counts: new Map(), status: await read() }),
    namesUnder: async () => ({ names: [], status: await read() }),
    outdatedNames: async () => ({ names: new Map(), status: await read() }),
    async *scan() {},
    async close() {},
  };
  const services = lexicalServices(reader, { version: '1.2.3' });
  const endpoint = mcpEndpoint(
    mcpMethods(services, toolsOf(services)),
    { of: async () => undefined },
    silentLogger,
  );
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(endpointTransport(endpoint));
  return client;
}

const from = (source: string) => () =>
  Promise.resolve({ ...EMPTY_STATUS, sequence: 1, sources: [buildSource(source)] });

describe('the name of the docs before the first call', () => {
  test.each([
    [
      'an index of the EINO docs',
      from('github:cloudwego/cloudwego.github.io'),
      'EINO docs',
      /EINO, CloudWeGo/,
    ],
    [
      'an index from which nothing has been published',
      async () => EMPTY_STATUS,
      'EINO docs',
      /EINO, CloudWeGo/,
    ],
    ['an index that cannot be read', () => Promise.reject(new Error('down')), 'EINO docs', /EINO, CloudWeGo/],
    ['an index of another repository', from('github:owner/name'), 'Docs of owner/name', /in owner\/name\./],
    [
      'an index of a folder, whose path is kept private',
      from('dir:/home/me'),
      'Docs',
      /in a folder of its owner\./,
    ],
  ])('%s: title, instructions and every tool of the server name its docs', async (_, read, title, about) => {
    const client = await connect(read);
    expect(client.getServerVersion()).toMatchObject({ name: 'eino-docs', title });
    expect(client.getInstructions()).toMatch(about);
    const { tools } = await client.listTools();
    for (const { description } of tools) expect(description).toMatch(new RegExp(`^${title}: [A-Z]`));
    const told = client.getInstructions() + JSON.stringify(tools);
    expect(told).not.toMatch(/\/home/);
    expect(/eino/i.test(told)).toBe(title === 'EINO docs');
  });

  test('the instructions name the sources with their releases and languages, a few of many', async () => {
    const source = (name: string, version?: string) => ({
      ...sourceStatus({ from: `github:o/${name}` }),
      roots: buildSource(`github:o/${name}`, [
        { at: name, language: 'en', languages: { zh: ['**/*_zh.md'] } },
      ]).roots,
      ...(version === undefined ? {} : { version }),
    });
    const sources = [
      source('docs'),
      source('api', 'v0.9.13'),
      ...[...'abcdefgh'].map((name) => source(name)),
    ];
    const client = await connect(async () => ({ ...EMPTY_STATUS, sequence: 1, sources }));
    expect(client.getInstructions()).toContain(
      'Sources: o/docs (Chinese and English), o/api v0.9.13 (Chinese and English), o/a (Chinese and English), ' +
        'o/b (Chinese and English), o/c (Chinese and English), o/d (Chinese and English), 4 more.',
    );
  });

  test.each([
    ['the EINO docs', EMPTY_STATUS],
    [
      'four repositories with long names',
      {
        ...EMPTY_STATUS,
        sequence: 1,
        sources: ['documentation-site', 'framework-extensions', 'the-examples', 'x'].map((name) =>
          buildSource(`github:some-organization/${name}`, [{ at: name }]),
        ),
      },
    ],
  ])('what a model reads of all tools over %s takes at most 900 tokens', async (_, status) => {
    const { tools } = await (await connect(async () => status)).listTools();
    const read = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    expect(countTokens(JSON.stringify(read))).toBeLessThanOrEqual(900);
  });

  test('the schemas of arguments require what is needed and use only what every model provider accepts', async () => {
    const { tools } = await (await connect(async () => EMPTY_STATUS)).listTools();
    expect(tools.map(({ inputSchema: { required = [] } }) => required)).toEqual([
      ['query'],
      ['path'],
      [],
      [],
      [],
    ]);
    const schemas = JSON.stringify(tools.map(({ inputSchema }) => inputSchema));
    expect(schemas).not.toMatch(/additionalProperties|"default"|"type":\[|anyOf|null|\$/);
    expect(schemas).toContain('Documents to return (default 5)');
  });

  test('a connected client gets the name of the docs with its tools after the first publish', async () => {
    let status: IndexStatus = EMPTY_STATUS;
    const client = await connect(async () => status);
    status = await from('github:owner/name')();
    await client.callTool({ name: 'search_docs', arguments: { query: 'graph' } });
    const { tools } = await client.listTools();
    expect(tools[0]?.description).toMatch(/^Docs of owner\/name: /);
  });
});

describe('an index in which nothing has been published', () => {
  const CALLS = [
    ['search_docs', { query: 'graph' }],
    ['fetch_doc', { path: 'graph.md' }],
    ['list_docs', {}],
    ['get_index_status', {}],
    ['list_changes', {}],
  ] as const;

  const textOf = async (client: Client, name: string, args: Record<string, string>) => {
    const { content } = await client.callTool({ name, arguments: args });
    return (content as { text: string }[])[0]?.text ?? '';
  };

  test.each(CALLS)('%s on an empty index says how to fill it', async (name, args) => {
    const text = await textOf(await connect(async () => EMPTY_STATUS), name, args);
    expect(text).toContain("with this server's index settings");
    expect(text).toContain('`eino-docs-worker sync`');
    expect(text).not.toContain('documents:');
  });

  test.each(CALLS)(
    '%s on an empty index shows code and advice of a failed run, without its message',
    async (name, args) => {
      const error = {
        code: 'DOCS_NOT_FOUND',
        message: 'There is no /home/me.',
        advice: 'Correct DOCS_SOURCE.',
      };
      const at = '2026-01-01T00:00:00.000Z';
      const lastRun = { outcome: 'failed' as const, startedAt: at, finishedAt: at, error };
      const text = await textOf(await connect(async () => ({ ...EMPTY_STATUS, lastRun })), name, args);
      expect(text).toContain("The worker's last run failed: DOCS_NOT_FOUND: Correct DOCS_SOURCE.");
      expect(text).not.toMatch(/\/home\/me|worker sync/);
    },
  );
});
