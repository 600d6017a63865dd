import { copyable, type Html, html } from './html.ts';

/** How one client is connected over HTTP, as docs/clients.md says it. */
export interface ClientRecipe {
  readonly name: string;
  /** What to do with the text. */
  readonly instruction: string;
  /** What to run or to paste. */
  readonly text: string;
  /** A link that makes the client install the server. */
  readonly install?: string;
}

/**
 * The recipes for a server.
 * @param url of its `/mcp`
 */
export function clientRecipes(url: string, tokenRequired: boolean): readonly ClientRecipe[] {
  const headers = (value: string) => (tokenRequired ? { headers: { Authorization: value } } : {});
  const pasted = (value: object) => JSON.stringify(value, null, 2);
  const servers = (server: object) => pasted({ mcpServers: { 'eino-docs': server } });
  const remote = ['-y', 'mcp-remote', url];
  const desktop = tokenRequired
    ? {
        command: 'npx',
        // Claude Desktop splits arguments at blanks.
        // biome-ignore lint/suspicious/noTemplateCurlyInString: mcp-remote fills it in.
        args: [...remote, '--header', 'Authorization:${AUTHORIZATION}'],
        env: { AUTHORIZATION: 'Bearer TOKEN' },
      }
    : { command: 'npx', args: remote };
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Cursor fills it in.
  const cursor = { url, ...headers('Bearer ${env:MCP_AUTH_TOKEN}') };
  // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code fills it in.
  const code = { type: 'http', url, ...headers('Bearer ${input:eino-docs-token}') };
  const inputs = tokenRequired ? { inputs: [CODE_TOKEN] } : {};
  const codex = [`[mcp_servers.eino-docs]`, `url = ${JSON.stringify(url)}`];
  return [
    {
      name: 'Claude Code',
      instruction: 'Run:',
      text: [
        'claude mcp add --transport http eino-docs',
        url,
        ...(tokenRequired ? ['--header "Authorization: Bearer $MCP_AUTH_TOKEN"'] : []),
      ].join(' '),
    },
    {
      name: 'Claude Desktop',
      instruction: 'Add to claude_desktop_config.json (Settings → Developer → Edit Config):',
      text: servers(desktop),
    },
    {
      name: 'Cursor',
      instruction: 'Or add to .cursor/mcp.json of a project, or ~/.cursor/mcp.json for all:',
      text: servers(cursor),
      install: `cursor://anysphere.cursor-deeplink/mcp/install?name=eino-docs&config=${encodeURIComponent(Buffer.from(JSON.stringify(cursor)).toString('base64'))}`,
    },
    {
      name: 'VS Code',
      instruction: 'Or add to .vscode/mcp.json of a workspace:',
      text: pasted({ ...inputs, servers: { 'eino-docs': code } }),
      install: `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name: 'eino-docs', ...code, ...inputs }))}`,
    },
    {
      name: 'Codex',
      instruction: 'Add to ~/.codex/config.toml:',
      text: [...codex, ...(tokenRequired ? ['bearer_token_env_var = "MCP_AUTH_TOKEN"'] : [])].join('\n'),
    },
    {
      name: 'Gemini CLI',
      instruction: 'Add to .gemini/settings.json of a project, or ~/.gemini/settings.json for all:',
      text: servers({ httpUrl: url, ...headers('Bearer $MCP_AUTH_TOKEN') }),
    },
    {
      name: 'EINO',
      instruction: 'In a Go program, with officialmcp from eino-ext. docs/clients.md has a whole agent.',
      text: einoProgram(url, tokenRequired),
    },
    {
      name: 'Plain HTTP',
      instruction: 'Run:',
      text: [
        `curl -s ${url}`,
        `-H 'content-type: application/json' -H 'accept: application/json, text/event-stream'`,
        ...(tokenRequired ? [`-H "authorization: Bearer $MCP_AUTH_TOKEN"`] : []),
        `-d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_docs","arguments":{"query":"interrupt and resume a graph"}}}'`,
      ].join(' \\\n  '),
    },
  ];
}

/** VS Code asks for the token once and keeps it. */
const CODE_TOKEN = {
  type: 'promptString',
  id: 'eino-docs-token',
  description: 'Token of eino-docs',
  password: true,
};

function einoProgram(url: string, tokenRequired: boolean): string {
  const client = tokenRequired
    ? ['\tHTTPClient:           &http.Client{Transport: bearer(os.Getenv("MCP_AUTH_TOKEN"))},']
    : [];
  return [
    'transport := &mcp.StreamableClientTransport{',
    `\tEndpoint:             ${JSON.stringify(url)},`,
    ...client,
    '\tDisableStandaloneSSE: true, // the server sends nothing on its own',
    '}',
    'client := mcp.NewClient(&mcp.Implementation{Name: "eino-helper", Version: "1.0.0"}, nil)',
    'session, err := client.Connect(ctx, transport, nil)',
    '// …',
    'errorAsError := false',
    'tools, err := officialmcp.GetTools(ctx, &officialmcp.Config{',
    '\tCli: session,',
    "\t// The text alone, and an error as an answer: by default it ends the agent's run.",
    '\tResultPolicy: &officialmcp.ResultPolicy{ErrorAsError: &errorAsError},',
    '})',
  ].join('\n');
}

/** How to connect clients to this server: one tab each, which work without a script. */
export function connectSection(baseUrl: string, tokenRequired: boolean): Html {
  const recipes = clientRecipes(`${baseUrl}/mcp`, tokenRequired);
  return html`<section class="connect" aria-labelledby="connect"><h2 id="connect">Connect your client</h2>
<p class="soft">One line or a few, then your agent asks these docs by itself.</p>
<div class="tabs" role="group" aria-label="Client">${recipes.map(
    ({ name }, at) =>
      html`<input type="radio" name="client" id="client-${at}"${at === 0 ? html` checked` : null}><label for="client-${at}">${name}</label>`,
  )}
${recipes.map(
  ({ name, instruction, text, install }) => html`<div class="tab">${
    install === undefined ? null : html`<p><a class="install" href="${install}">Add to ${name}</a></p>`
  }<p class="soft">${instruction}</p>${copyable(text, name)}</div>
`,
)}</div></section>`;
}
