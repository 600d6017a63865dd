import { readFileSync } from 'node:fs';
import { SourceTextModule } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { parse as parseToml } from 'smol-toml';
import { z } from 'zod';
import { clientRecipes } from '../../src/server/page/connect-section.ts';
import { recipe, recipes } from '../clients/recipes.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const PAGE = read('docs/clients.md');

/** How the server is started by a client, in every recipe. */
const STDIO = {
  command: '/path/to/eino-docs-mcp/node_modules/.bin/node',
  args: ['/path/to/eino-docs-mcp/src/laptop/main.ts'],
};
const URL = 'http://localhost:3000/mcp';

const bearer = (token: string) => z.strictObject({ Authorization: z.literal(`Bearer ${token}`) });
const named = (server: z.ZodType) => z.strictObject({ 'eino-docs': server });
const url = z.literal(URL);

/** The shape that each client's file has, from its vendor's documentation in November 2026. */
const FILES: readonly (readonly [
  client: string,
  language: 'json' | 'toml',
  http: z.ZodType,
  stdio: object,
])[] = [
  [
    'Claude Desktop',
    'json',
    z.strictObject({
      mcpServers: named(
        z.strictObject({
          command: z.literal('npx'),
          args: z.tuple([
            z.literal('-y'),
            z.literal('mcp-remote'),
            url,
            z.literal('--header'),
            z.literal(`Authorization:$${'{AUTHORIZATION}'}`),
          ]),
          env: z.strictObject({ AUTHORIZATION: z.literal('Bearer TOKEN') }),
        }),
      ),
    }),
    { mcpServers: { 'eino-docs': STDIO } },
  ],
  [
    'Cursor',
    'json',
    z.strictObject({
      mcpServers: named(z.strictObject({ url, headers: bearer(`$${'{env:MCP_AUTH_TOKEN}'}`) })),
    }),
    { mcpServers: { 'eino-docs': STDIO } },
  ],
  [
    'VS Code',
    'json',
    z.strictObject({
      inputs: z.tuple([
        z.strictObject({
          type: z.literal('promptString'),
          id: z.literal('eino-docs-token'),
          description: z.string(),
          password: z.literal(true),
        }),
      ]),
      servers: named(
        z.strictObject({
          type: z.literal('http'),
          url,
          headers: bearer(`$${'{input:eino-docs-token}'}`),
        }),
      ),
    }),
    { servers: { 'eino-docs': { type: 'stdio', ...STDIO } } },
  ],
  [
    'Codex',
    'toml',
    z.strictObject({
      mcp_servers: named(z.strictObject({ url, bearer_token_env_var: z.literal('MCP_AUTH_TOKEN') })),
    }),
    { mcp_servers: { 'eino-docs': STDIO } },
  ],
  [
    'Gemini CLI',
    'json',
    z.strictObject({
      mcpServers: named(z.strictObject({ httpUrl: url, headers: bearer('$MCP_AUTH_TOKEN') })),
    }),
    { mcpServers: { 'eino-docs': STDIO } },
  ],
];

describe.each(FILES)('docs/clients.md: %s', (client, language, http, stdio) => {
  const parse = language === 'json' ? JSON.parse : parseToml;

  test(`docs/clients.md connects ${client} over HTTP with a token, in the format of its file`, () => {
    expect(http.safeParse(parse(recipe(client, language, 'HTTP'))).error).toBeUndefined();
  });

  test(`docs/clients.md makes ${client} start the server of the clone`, () => {
    expect(parse(recipe(client, language, 'stdio'))).toEqual(stdio);
  });
});

test.each(recipes().filter(({ language }) => language === 'js'))(
  'the program for $client over $label in docs/clients.md is JavaScript',
  ({ text }) => {
    // Compiles it without running it, and throws a SyntaxError.
    new SourceTextModule(text);
    expect(text).toContain('const server = ');
    for (const place of text.match(/\/path\/to[^'"]*|http:[^'"]*/g) ?? [])
      expect([URL, STDIO.command, ...STDIO.args]).toContain(place);
  },
);

describe('the recipes on the first page', () => {
  const onPage = new Map(clientRecipes(URL, true).map((each) => [each.name, each]));
  const withoutToken = new Map(clientRecipes(URL, false).map((each) => [each.name, each]));
  const configOf = (name: string, parse: (text: string) => unknown) => parse(onPage.get(name)?.text ?? '');

  test.each(FILES)('the page connects %s as docs/clients.md does', (client, language) => {
    const parse = language === 'json' ? JSON.parse : parseToml;
    expect(configOf(client, parse)).toEqual(parse(recipe(client, language, 'HTTP')));
    expect(withoutToken.get(client)?.text).toContain(URL);
    expect(withoutToken.get(client)?.text).not.toMatch(/token|authorization/i);
  });

  test('the page adds the server to Claude Code by the command of docs/clients.md', () => {
    expect(onPage.get('Claude Code')?.text).toBe(recipe('Claude Code', 'sh', 'HTTP').trim());
  });

  test('the program for EINO on the page has the lines of the program in docs/clients.md', () => {
    const lines = (text: string) => text.split('\n').map((each) => each.trim());
    const known = new Set(lines(PAGE));
    const other = lines(onPage.get('EINO')?.text ?? '').filter((each) => !known.has(each));
    expect(other).toEqual([
      'transport := &mcp.StreamableClientTransport{',
      `Endpoint:             "${URL}",`,
      'session, err := client.Connect(ctx, transport, nil)',
      '// …',
    ]);
  });

  test('the buttons of Cursor and VS Code install what their recipes say', () => {
    const cursor = globalThis.URL.parse(onPage.get('Cursor')?.install ?? '');
    expect(`${cursor?.protocol}//${cursor?.host}${cursor?.pathname}`).toBe(
      'cursor://anysphere.cursor-deeplink/mcp/install',
    );
    const parameters = cursor?.searchParams;
    const config = Buffer.from(parameters?.get('config') ?? '', 'base64').toString();
    const { mcpServers } = configOf('Cursor', JSON.parse) as { mcpServers: Record<string, unknown> };
    expect(JSON.parse(config)).toEqual(mcpServers[parameters?.get('name') ?? '']);
    const link = onPage.get('VS Code')?.install?.replace('vscode:mcp/install?', '') ?? '';
    const { name, inputs, ...server } = JSON.parse(decodeURIComponent(link));
    expect({ inputs, servers: { [name]: server } }).toEqual(configOf('VS Code', JSON.parse));
  });
});

test('every block of docs/clients.md is a command, a file or a program', () => {
  expect(recipes().length).toBeGreaterThan(20);
  expect(recipes().filter(({ language }) => !['sh', 'json', 'toml', 'go', 'js'].includes(language))).toEqual(
    [],
  );
});

test('docs/clients.md names the versions that npm run clients installs', () => {
  const npm = JSON.parse(read('test/clients/javascript/package.json')).dependencies;
  const own = JSON.parse(read('package.json')).devDependencies;
  const go = Object.fromEntries(
    [...read('test/clients/go/eino/go.mod').matchAll(/^\t(\S+) v(\S+)$/gm)].map(([, path, v]) => [path, v]),
  );
  const ext = 'github.com/cloudwego/eino-ext/components/';
  const seen: Readonly<Record<string, string>> = {
    'Claude Code': npm['@anthropic-ai/claude-code'],
    'Claude Desktop': `only \`mcp-remote\` ${own['mcp-remote']}`,
    Codex: npm['@openai/codex'],
    'Gemini CLI': npm['@google/gemini-cli'],
    'EINO with officialmcp': go[`${ext}tool/mcp/officialmcp`],
    'EINO with components/tool/mcp': go[`${ext}tool/mcp`],
    LangChain: npm['@langchain/mcp-adapters'],
    'Vercel AI SDK': npm['@ai-sdk/mcp'],
    'OpenAI Agents': npm['@openai/agents'],
  };
  for (const [client, version] of Object.entries(seen))
    expect(PAGE).toMatch(
      new RegExp(`^\\| \\[${client}\\]\\(.* \\| ${version.replaceAll('.', '\\.')} \\|$`, 'm'),
    );
  const fetched = PAGE.match(/github\.com\/cloudwego\/\S+@v[\d.]+/g) ?? [];
  expect(fetched.length).toBe(6);
  for (const module of fetched) {
    const [path = '', version] = module.split('@v');
    expect([path, go[path]]).toEqual([path, version]);
  }
  for (const shared of ['@ai-sdk/mcp', '@langchain/mcp-adapters', '@langchain/core'])
    expect([shared, npm[shared]]).toEqual([shared, own[shared]]);
});
